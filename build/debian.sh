# Bash functions, sourced by the scripts that try other JDKs and processors, or that need the source of a
# package. They unpack packages into folders of their own, and install nothing. The packages come from the
# mirror that this system's apt uses, and are verified with Debian's keys.

# Sets apt_options and reads the lists of packages. $1: the folder for downloads; $2: deb or deb-src;
# $3: the release; $4...: the architectures
prepare_release() {
  local folder=$1 kind=$2 release=$3 mirror keys=/usr/share/keyrings/debian-archive-keyring.gpg
  shift 3
  command -v apt-get >/dev/null && command -v dpkg >/dev/null \
    || fail "packages are downloaded with apt, which is not installed"
  [ -r "$keys" ] || fail "Debian's keys are missing: install the package debian-archive-keyring"
  mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null \
    | sed -n -e 's/^URIs: *\([^ ]*\).*/\1/p' -e 's/^deb \(\[[^]]*] \)\?\([^ ]*\) .*/\2/p' | head -n 1)
  [ -n "$mirror" ] || fail "no mirror of Debian is configured in /etc/apt"
  mkdir -p "$folder/lists/partial" "$folder/archives/partial"
  : >"$folder/status"
  printf '%s\n' "Types: $kind" "URIs: $mirror" "Suites: $release" "Components: main" "Architectures: $*" \
    "Signed-By: $keys" >"$folder/release.sources"
  apt_options=(
    -qq
    -o "Dir::Etc::SourceList=$folder/release.sources" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$folder/lists" -o "Dir::State::Status=$folder/status"
    -o "Dir::Cache=$folder" -o "APT::Architectures=${*// /,}" -o APT::Install-Recommends=false
    -o Acquire::Languages=none -o APT::Sandbox::User=root -o Debug::NoLocking=1
  )
  apt-get "${apt_options[@]}" update
}

# Prepares for the packages of Debian unstable. $1: the folder for downloads; $2...: the architectures
prepare_debian() {
  prepare_release "$1" deb sid "${@:2}"
}

# Downloads and unpacks the original source of a package, without Debian's changes. $1: the folder; $2: the
# release; $3: the package; $4: its version
unpack_source() {
  local folder=$1 package=$3 version=$4
  prepare_release "$folder/apt" deb-src "$2" "$(dpkg --print-architecture)"
  (cd -- "$folder" && apt-get "${apt_options[@]}" source --download-only "$package=$version")
  tar -xf "$folder/${package}_${version%-*}".orig.tar.[gx]z -C "$folder"
}

# Unpacks packages, but not the packages that they depend on. $1: the architecture; $2: the folder;
# $3...: the packages
unpack_only() {
  local architecture=$1 folder=$2 package archives
  shift 2
  archives=$(mktemp -d)
  (cd -- "$archives" && apt-get "${apt_options[@]}" download "${@/%/:$architecture}")
  for package in "$archives"/*.deb; do
    dpkg -x "$package" "$folder"
    rm -- "$package"
  done
  rmdir -- "$archives"
}

# Unpacks packages with all that they depend on. No script of a package is run. $1: the architecture; $2: the
# folder; $3...: the packages
unpack_all() {
  local architecture=$1 folder=$2 package archives
  shift 2
  archives=$(mktemp -d)
  mkdir "$archives/partial"
  apt-get "${apt_options[@]}" -o "APT::Architecture=$architecture" -o "Dir::Cache::Archives=$archives" \
    install --yes --download-only "$@" >/dev/null
  for package in "$archives"/*.deb; do
    dpkg -x "$package" "$folder"
  done
  rm -r -- "$archives"
}

# Exits unless programs can be unpacked and relinked here.
expect_relinking() {
  command -v patchelf >/dev/null || fail "patchelf is not installed"
  [ "$(uname -sm)" = "Linux x86_64" ] || fail "Debian's programs are unpacked only on Linux x86-64"
}

# Links a program to Debian's newer C library, which is unpacked beside it. $1: the folder of libraries;
# $2: the program; $3...: folders that are searched before
relink() {
  local libraries=$1 program=$2 IFS=:
  shift 2
  patchelf --set-interpreter "$libraries/ld-linux-x86-64.so.2" \
    --force-rpath --set-rpath "$*${*:+:}$libraries" "$program"
}

# Leads a JDK's links to its configuration in /etc into the folder that it was unpacked into. $1: the folder
relink_configuration() {
  local link
  find "$1/usr/lib/jvm" -type l -lname '/etc/*' | while IFS= read -r link; do
    ln -sfnr "$1$(readlink -- "$link")" "$link"
  done
}
