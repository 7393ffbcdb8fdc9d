# What bash offers for some half-typed lines: complete.sh SCRIPT
. "$1"
try() {
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  _lanyard
  echo "[$*] ${COMPREPLY[*]}"
}
try lanyard r
try lanyard lint --po
try lanyard lint --policy ""
try lanyard lint --policy = e
try lanyard run --on-violation t
try lanyard report --format js
try lanyard explain sqlite-handle-f
try lanyard facts --d
