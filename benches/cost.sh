#!/usr/bin/env bash
# What this crate costs beside `reqwest` and `serde` by hand: cold builds, crates, the size of a program, instructions of a call.
#
#     benches/cost.sh [ROUNDS]
#
# Builds benches/programs/ in target/cost/ from nothing, as often as ROUNDS says (1; with 0 the builds are left out). In CPU seconds, since
# other programs may run.
# Installs nothing, and uses crates that are downloaded already. The instructions need valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_NET_OFFLINE=true

# In all, the same version of each crate.
for program in client hand_written generator; do
    cp Cargo.lock "benches/programs/$program/Cargo.lock"
    cargo metadata --format-version 1 --manifest-path "benches/programs/$program/Cargo.toml" >/dev/null
done

ratio() { awk -v ours="$1" -v theirs="$2" 'BEGIN { printf "%.3f", ours / theirs }'; }

# Arguments: the program, and options of Cargo.
build() { cargo build --quiet --release --manifest-path "benches/programs/$1/Cargo.toml" --target-dir "target/cost/$1" "${@:2}"; }
cold_build() {
    local TIMEFORMAT='%U %S'
    rm -rf "target/cost/$1"
    { time build "$@"; } 2>&1 | awk 'END { print $1 + $2 }'
}
for ((round = 1; round <= ${1:-1}; round++)); do
    by_hand=$(cold_build hand_written)
    compiled=$(cold_build client --no-default-features)
    generator=$(cold_build generator)
    generated=$(cold_build client)
    echo "cold release build, CPU seconds: by hand $by_hand, with progenitor alone in its build $generator"
    echo "without the feature codegen: $compiled, $(ratio "$compiled" "$by_hand") of by hand"
    echo "with it: $generated, $(ratio "$generated" "$generator") of progenitor alone, $(ratio "$generated" "$by_hand") of by hand"
done
build hand_written
build client

crates() {
    cargo tree --manifest-path "benches/programs/$1/Cargo.toml" --edges normal,build --prefix none "${@:2}" | sed 's/ (\*)$//' | sort -u | wc -l
}
echo "crates: by hand $(crates hand_written), without codegen $(crates client --no-default-features), with it $(crates client)"

size() { stat --format %s "target/cost/$1/release/$1"; }
echo "stripped program: $(size client) and by hand $(size hand_written) bytes, ratio $(ratio "$(size client)" "$(size hand_written)")"

command -v valgrind >/dev/null || { echo "instructions of a call: not counted, valgrind is not installed"; exit; }
# It ends with this script, which holds its standard input.
coproc server { cargo bench --quiet --package heygen-api-benches --bench calls -- --serve; }
read -r HEYGEN_API_BASE <&"${server[0]}"
export HEYGEN_API_BASE HEYGEN_API_KEY=sk_V2_hgu_kQ7vXb2mZrT9wLc4Hy6PdNf3Jg8sEa5UoKtVqYxBnCzRiMlWpD
counted() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "target/cost/$1/release/$1" "$2" 2>&1 >/dev/null |
        sed -n 's/.*Collected : //p'
}
# Of 1,000 calls, without the start of the program and its first connection.
a_call() { echo $((($(counted "$1" 1100) - $(counted "$1" 100)) / 1000)); }
ours=$(a_call client)
theirs=$(a_call hand_written)
echo "instructions of a call: $ours and by hand $theirs, ratio $(ratio "$ours" "$theirs")"
