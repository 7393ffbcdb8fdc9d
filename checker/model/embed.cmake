# Writes OUTPUT, a C++ file that holds the data files FILES of DIRECTORY as strings.
# Run by the build, whenever one of them changes.
set(code "// Made from checker/model/*.yaml by embed.cmake.\n#include \"checker/model/data.h\"\n\n"
  "namespace lanyard::model {\n\nconst DataFile kDataFiles[] = {\n")
foreach(file IN LISTS FILES)
  file(READ ${DIRECTORY}/${file} text)
  string(APPEND code "    {\"${file}\", R\"yaml(${text})yaml\"},\n")
endforeach()
string(APPEND code "};\n\nconst std::size_t kDataFileCount = sizeof(kDataFiles) / sizeof(kDataFiles[0]);\n\n"
  "}  // namespace lanyard::model\n")
string(REPLACE ";;" ";" code "${code}")
file(WRITE ${OUTPUT} "${code}")
