#!/usr/bin/env bash
# Makes roster.xlsx and roster.xls from roster.fods with LibreOffice, as an office program saves
# them. Needs libreoffice-calc; the results are kept in the repository, so tests do not.
set -euo pipefail
cd "$(dirname "$0")"
for form in xlsx xls; do
  soffice --headless --norestore --convert-to "$form" --outdir . roster.fods >/dev/null
done
