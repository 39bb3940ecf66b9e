# Bash functions, sourced by the scripts that try the library as users get it.

# Writes global settings for a local Maven repository that starts empty and belongs to one script, so that
# nothing is left in the user's. The user's own settings, with mirrors and proxies, stay in force. Plugins come
# from the user's repository, as from a remote one, where it has them.
# $1: the file; $2: the local repository; $3: a folder of deployed artifacts, or nothing
write_settings() {
  local user=$HOME/.m2/repository deployed=
  [ -z "$3" ] || deployed="<repository><id>deployed</id><url>file:$3</url></repository>"
  cat >"$1" <<SETTINGS
<settings>
  <localRepository>$2</localRepository>
  <profiles>
    <profile>
      <id>own</id>
      <repositories>
        $deployed
        <repository><id>user</id><url>file:$user</url></repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository><id>user</id><url>file:$user</url></pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>own</activeProfile></activeProfiles>
</settings>
SETTINGS
}
