# Bash functions, sourced by the scripts that try other JDKs and processors. They unpack packages of Debian
# unstable into folders of the project, and install nothing. The packages come from the mirror that this
# system's apt uses, and are verified with Debian's keys.

# Sets apt_options and reads the lists of packages. $1: the folder for downloads; $2...: the architectures
prepare_debian() {
  local folder=$1 mirror keys=/usr/share/keyrings/debian-archive-keyring.gpg
  shift
  command -v apt-get >/dev/null && command -v dpkg >/dev/null \
    || fail "packages are downloaded with apt, which is not installed"
  [ -r "$keys" ] || fail "Debian's keys are missing: install the package debian-archive-keyring"
  mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null \
    | sed -n -e 's/^URIs: *\([^ ]*\).*/\1/p' -e 's/^deb \(\[[^]]*] \)\?\([^ ]*\) .*/\2/p' | head -n 1)
  [ -n "$mirror" ] || fail "no mirror of Debian is configured in /etc/apt"
  mkdir -p "$folder/lists/partial" "$folder/archives/partial"
  : >"$folder/status"
  printf '%s\n' "Types: deb" "URIs: $mirror" "Suites: sid" "Components: main" "Architectures: $*" \
    "Signed-By: $keys" >"$folder/unstable.sources"
  apt_options=(
    -qq
    -o "Dir::Etc::SourceList=$folder/unstable.sources" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$folder/lists" -o "Dir::State::Status=$folder/status"
    -o "Dir::Cache=$folder" -o "APT::Architectures=${*// /,}" -o APT::Install-Recommends=false
    -o Acquire::Languages=none -o APT::Sandbox::User=root -o Debug::NoLocking=1
  )
  apt-get "${apt_options[@]}" update
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

# Leads a JDK's links to its configuration in /etc into the folder that it was unpacked into. $1: the folder
relink_configuration() {
  local link
  find "$1/usr/lib/jvm" -type l -lname '/etc/*' | while IFS= read -r link; do
    ln -sfnr "$1$(readlink -- "$link")" "$link"
  done
}
