# One day of a file's life, on a repository that is there already: checkout, commit, conflict,
# branch, merge, cleanup. Says the same each time. Argument: the folder of `repository`.
set -e
cd "$1"
url=file://$PWD/repository
export LC_ALL=C.UTF-8
rm -rf first second
svn -q checkout "$url" first
svn -q checkout "$url" second
cd first
[ ! -e trunk ] || { svn -q rm trunk branch && svn -q commit -m 'start over' && svn -q update; }
svn -q mkdir trunk
seq 20 >trunk/file
svn -q add trunk/file
svn -q propset about 'a file' trunk/file
svn -q commit -m 'add'
svn -q copy "$url/trunk" "$url/branch" -m 'branch'
svn -q update
sed -i 's/^3$/three/' branch/file
svn -q commit -m 'change the branch'
svn -q update
svn -q merge "$url/branch" trunk
svn -q commit -m 'merge'
svn -q update ../second
cd ../second
sed -i 's/^9$/nine/' ../first/trunk/file
sed -i 's/^9$/NINE/' trunk/file
(cd ../first && svn -q commit -m 'nine')
svn -q update --accept postpone
svn -q resolve --accept mine-full trunk/file
svn -q commit -m 'settle'
svn cleanup
svn -q status
svn cat trunk/file | cksum
svn -q update ../first
svn info --show-item kind ../first/trunk
