# Shared by the commands beside it: builds when needed, then becomes the program. Not a command itself.
# Use: [rehearsal=CLASS] launch MODULE MAIN_CLASS UPSTREAM_MODULES -- JVM_FLAGS... -- ARGUMENTS...
# GROUPVPN_JAVA_FLAGS in the environment: further flags for the Java machine, separated by spaces.
# CLASS is a main class among MODULE's tests that goes through what a start needs, for class-data sharing.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

# The newest thing that was built: a build that changed nothing leaves old jars behind, hence the mark.
is_built() {
  local module=$1 upstream=$2 mark="$root/$1/target/.built" jar
  jar=$(ls "$root/$module/target/$module"-*.jar 2>/dev/null | head -n 1)
  [[ -n $jar && -d $root/$module/target/lib ]] || return 1
  [[ -e $mark && $mark -nt $jar ]] || mark=$jar
  local sources=("$root/pom.xml")
  for each in $module $upstream; do
    sources+=("$root/$each/pom.xml" "$root/$each/src/main")
  done
  [[ -z $(find "${sources[@]}" -type f -newer "$mark" -print -quit 2>/dev/null) ]]
}

build() {
  local module=$1 maven=mvn
  command -v mvn >/dev/null || maven=$root/mvnw
  command -v "$maven" >/dev/null || {
    echo "groupvpn: this checkout is not built and there is no Maven; try: apt install maven" >&2
    exit 1
  }
  echo "groupvpn: building $module; the first time that takes some minutes ..." >&2
  (cd "$root" && "$maven" -B -q -pl "$module" -am -DskipTests -Dspotless.check.skip package) >&2 || {
    echo "groupvpn: the build failed; its messages stand above" >&2
    exit 1
  }
  touch "$root/$module/target/.built"
}

# The JVM checks a signed jar's whole index whenever it opens one: half a second of every start. Maven has checked
# what it fetched; so the copies that are run go without.
strip_signatures() {
  local lib="$root/$1/target/lib" jar work
  work=$(mktemp -d)
  for jar in "$lib"/bc*.jar; do
    [[ -e $jar ]] || continue
    rm -rf "$work"/* && (cd "$work" && jar xf "$jar")
    ls "$work"/META-INF/*.SF >/dev/null 2>&1 || continue
    # The manifest's first section; those that follow hold the digests.
    sed '/^[[:space:]]*$/q' "$work/META-INF/MANIFEST.MF" >"$work.manifest"
    rm -f "$work"/META-INF/*.SF "$work"/META-INF/*.RSA "$work"/META-INF/*.DSA "$work/META-INF/MANIFEST.MF"
    jar cfm "$work.jar" "$work.manifest" -C "$work" . && mv "$work.jar" "$jar"
  done
  rm -rf "$work" "$work.manifest"
  touch "$lib/.unsigned"
}

is_stripped() {
  local lib="$root/$1/target/lib"
  [[ -e $lib/.unsigned || ! -w $lib ]] || ! command -v jar >/dev/null
}

# The same order always: the Java machine compares it with the archive's.
class_path() {
  local jars=("$root/$1/target/$1"-*.jar "$root/$1/target/lib"/*.jar)
  local IFS=:
  echo "${jars[*]}"
}

# Names the archive for this Java and these jars as they are now: any change makes another name.
archive_name() {
  local java=$1 path=$2 home
  home=$(readlink -f "$(command -v "$java")")
  # shellcheck disable=SC2086
  (IFS=: && stat -L -c '%n %s %Y' "$home" "${home%/bin/java}/lib/server/libjvm.so" $path 2>/dev/null) | cksum | tr ' ' -
}

# Notes which classes a rehearsal loads and writes them, parsed and checked, into an archive that later starts map
# into memory: half of a start's work. When it fails, an empty file says not to try again.
make_archive() {
  local java=$1 path=$2 archive=$3 class=$4 module=$5 folder work
  shift 5
  folder=${archive%/*}
  echo "groupvpn: preparing $module for quick starts, once ..." >&2
  rm -rf "$folder"/making.*
  mkdir -p "$folder" && work=$(mktemp -d "$folder/making.XXXXXX") || return 1
  timeout 60 "$java" "$@" -XX:DumpLoadedClassList="$work/classes" -cp "$path:$(echo "$root/$module/target/rehearsal"/*.jar)" \
    "$class" </dev/null >"$work/log" 2>&1 &&
    timeout 60 "$java" "$@" -Xshare:dump -XX:SharedClassListFile="$work/classes" \
      -XX:SharedArchiveFile="$work/archive" -cp "$path" </dev/null >>"$work/log" 2>&1 &&
    chmod 644 "$work/archive" && sync "$work/archive" || : >"$work/archive"
  mv -f "$work/log" "$folder/log"
  mv -f "$work/archive" "$archive"
  rm -rf "$work"
  # Room for two Javas; what is older belongs to jars that are gone.
  find "$folder" -name '*.jsa' -printf '%T@ %p\n' | sort -rn | tail -n +3 | cut -d ' ' -f 2- |
    while read -r old; do rm -f "$old"; done
}

# Where JNA's library for this processor lies unpacked; JNA itself would unpack it to /tmp or the home directory.
native_flag() {
  local kind folder
  case $(uname -m) in
    x86_64) kind=x86-64 ;;
    aarch64) kind=aarch64 ;;
    *) kind=$(uname -m) ;;
  esac
  folder=$root/$1/target/lib/native/com/sun/jna/linux-$kind
  [[ ! -d $folder ]] || echo "-Djna.boot.library.path=$folder"
}

launch() {
  local module=$1 main=$2 upstream=$3
  shift 4
  local flags=(-XX:+UseSerialGC)
  while [[ $1 != -- ]]; do
    flags+=("$1")
    shift
  done
  shift
  # shellcheck disable=SC2206
  flags+=(${GROUPVPN_JAVA_FLAGS:-})
  local java=java
  [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/java ]] && java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null || {
    echo "groupvpn: there is no Java; try: apt install openjdk-17-jdk-headless" >&2
    exit 1
  }
  if [[ -z ${GROUPVPN_NO_BUILD:-} ]] && ! is_built "$module" "$upstream"; then
    # Several may be started at once; one builds, the others wait for it.
    exec 9>"$root/.build.lock"
    flock 9
    is_built "$module" "$upstream" || build "$module"
    exec 9>&-
  fi
  if ! is_stripped "$module"; then
    exec 9>"$root/.build.lock"
    flock 9
    is_stripped "$module" || strip_signatures "$module"
    exec 9>&-
  fi
  local path archive native
  native=$(native_flag "$module")
  [[ -z $native ]] || flags+=("$native")
  path=$(class_path "$module")
  if [[ -n ${rehearsal:-} ]]; then
    archive=$root/$module/target/start/$(archive_name "$java" "$path").jsa
    if [[ ! -e $archive && -w $root && -w $root/$module/target ]]; then
      exec 9>"$root/.build.lock"
      flock 9
      [[ -e $archive ]] || make_archive "$java" "$path" "$archive" "$rehearsal" "$module" "${flags[@]}" || true
      exec 9>&-
    fi
    # One that does not fit is passed over; newer Javas would say so, hence no log of that.
    [[ ! -s $archive ]] || flags+=(-Xshare:auto "-XX:SharedArchiveFile=$archive" "-Xlog:cds*=off")
  fi
  exec "$java" "${flags[@]}" -Dgroupvpn.launcher="$root/bin/${0##*/}" -cp "$path" "$main" "$@"
}
