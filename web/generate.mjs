// Makes src/api/schema.ts from what `leye openapi` prints (kept in openapi.json; LEYE_OPENAPI names
// another file). A browser test compares the file with the running server. Header parameters are left out: client.ts sets them on every request.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const file = process.env.LEYE_OPENAPI ?? 'openapi.json';
const description = JSON.parse(readFileSync(file, 'utf8'));
for (const path of Object.values(description.paths)) {
  for (const operation of Object.values(path)) {
    if (operation.parameters) operation.parameters = operation.parameters.filter((one) => one.in !== 'header');
  }
}
writeFileSync('src/api/schema.ts', `// Made by generate.mjs; not kept in git.\n${astToString(await openapiTS(description))}`);
console.log(`${file} → src/api/schema.ts`);
