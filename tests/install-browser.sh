#!/bin/sh
# Sees to a browser and a Chinese font for the tests that look at pages, and to pandoc for those that read citations.
# Prints nothing when all are there.
# Where it cannot install, it says what to install and succeeds: those tests then skip.
set -eu

have() {
    command -v "$1" >/dev/null 2>&1
}

give_up() {
    echo "Tests that need what is missing are skipped: $1. Install by hand:$missing"
    exit 0
}

missing=
if ! have chromium && ! have chromium-browser && ! have google-chrome; then
    missing="$missing chromium"
fi
have pandoc || missing="$missing pandoc"
# Without fc-list nobody can tell, so both it and a font are installed.
if ! have fc-list; then
    missing="$missing fontconfig fonts-noto-cjk"
elif [ -z "$(fc-list :lang=zh)" ]; then
    missing="$missing fonts-noto-cjk"
fi
[ -n "$missing" ] || exit 0

have apt-get || give_up "no apt-get here"
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif have sudo && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    give_up "installing needs root"
fi

echo "Installing for the tests:$missing"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
for package in $missing; do
    # Ubuntu has Chromium as a snap only, under another name.
    apt-cache show "$package" >/dev/null 2>&1 || give_up "no package $package in this system's lists"
done
# shellcheck disable=SC2086  # a list of package names
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $missing >/dev/null
