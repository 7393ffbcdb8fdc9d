# Completion of `lanyard` for bash. It asks the command's own --help, and so cannot be out of date.

# The words that option $2 of verb $1 takes: "--policy NAME:{owner,exclusive}", or "(text, json)".
_lanyard_values() {
  lanyard "$1" --help 2>/dev/null | sed -nE \
    -e "s/^ +(-[a-zA-Z],)?$2 [^ ]*\{([^}]*)\}.*/\2/p" \
    -e "s/^ +(-[a-zA-Z],)?$2 NAME\[=FILE\].*\(([^)]*)\).*/\2/p" | tr -d ' ' | tr ',' '\n'
}

_lanyard() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
  COMPREPLY=()
  # Bash splits --format=json into three words.
  [ "$current" = "=" ] && current=
  [ "$previous" = "=" ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  if [ "$COMP_CWORD" = 1 ]; then
    local verbs
    verbs=$(lanyard --help 2>/dev/null | sed -nE '/^Subcommands:/,$ s/^  ([a-z]+) .*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "$verbs --help --version" -- "$current")
    return
  fi
  if [ "$verb" = explain ] && [[ $current != -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(lanyard explain 2>/dev/null | sed -nE 's/^ *([a-z]+-[a-z-]+) .*/\1/p')" -- "$current")
    return
  fi
  if [[ $previous == --* ]]; then
    local values
    values=$(_lanyard_values "$verb" "$previous")
    if [ -n "$values" ]; then
      mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
      return
    fi
  fi
  if [[ $current == -* ]]; then
    local options
    options=$(lanyard "$verb" --help 2>/dev/null |
      sed -nE 's/^  (-[a-zA-Z],)?(--[a-z-]+).*/\2/p; s/^  (-[a-zA-Z])[ ,].*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
    return
  fi
  if [ "$verb" = run ]; then
    local word
    for ((word = 2; word < COMP_CWORD; word++)); do
      [ "${COMP_WORDS[word]}" = -- ] || continue
      # What the command itself completes, by the bash-completion package.
      if declare -F _command_offset >/dev/null; then
        _command_offset $((word + 1))
        return
      fi
    done
    mapfile -t COMPREPLY < <(compgen -c -- "$current")
  fi
  compopt -o default 2>/dev/null
}

complete -F _lanyard lanyard
