# What zsh would offer for some half-typed lines: complete.zsh SCRIPT. It stands in for the
# functions of zsh's completion that the script calls, which need a terminal.
_describe() { local word; for word in ${(P)2}; do [[ $word == $PREFIX* ]] && print -n " ${word%%:*}"; done }
_files() { :; }
_command_names() { :; }
try() {
  words=("$@")
  CURRENT=$#
  PREFIX=$words[-1]
  print -n "[$*]"
  _lanyard
  print
}
# The file is the body of the function; its last line calls it.
eval "$(sed '$d' $1)"
try lanyard r
try lanyard lint --po
try lanyard lint --policy ""
try lanyard run --on-violation t
try lanyard report --format js
try lanyard explain sqlite-handle-f
try lanyard facts --d
