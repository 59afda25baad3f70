// node sums.mjs SPEC.json: makes the tables, runs the queries on one thread and on two, prints sums and
// times as JSON. SPEC: {"setup": [sql…], "queries": [sql…], "runs": 3}. Called by leye_bench.
import {readFileSync} from 'node:fs'
import {DuckDBInstance, version} from '@duckdb/node-api'

const spec = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()

async function timed(work) {
  const cpu = process.cpuUsage()
  const start = process.hrtime.bigint()
  const result = await work()
  const used = process.cpuUsage(cpu)
  return {result, seconds: Number(process.hrtime.bigint() - start) / 1e9, core: (used.user + used.system) / 1e6}
}

const load = await timed(async () => {
  for (const sql of spec.setup) await connection.run(sql)
})

async function sums() {
  const found = {}
  for (const sql of spec.queries) {
    const reader = await connection.runAndReadAll(sql)
    for (const row of reader.getRowObjectsJson())
      for (const [name, value] of Object.entries(row)) found[name] = Number(value)
  }
  return found
}

const ways = []
for (const threads of [1, 2]) {
  await connection.run(`set threads = ${threads}`)
  const all = []
  for (let i = 0; i < spec.runs; i++) all.push(await timed(sums))
  ways.push({threads, sums: all[0].result, seconds: all.map(each => each.seconds), core: all.map(each => each.core)})
}
console.log(JSON.stringify({version: version(), load: load.seconds, ways}))
