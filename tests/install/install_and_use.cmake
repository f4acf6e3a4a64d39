# Installs the build `build` below `work`, then configures, builds and runs the project in `source`
# against what was installed and nothing else, with the same compiler and flags.
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${work})
run(${CMAKE_COMMAND} --install ${build} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${source} -B ${work}/build -G ${generator} -D CMAKE_BUILD_TYPE=Debug
    -D CMAKE_PREFIX_PATH=${work}/prefix -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_CXX_FLAGS=${flags}
    -D CONSUMER_WANTS_SQLITE=${sqlite} -D CONSUMER_WANTS_NATS=${nats})
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/consumer)
if(sqlite)
  run(${CMAKE_COMMAND} -E chdir ${work}/build ${work}/build/durable)
endif()

if(nats)
  run(${work}/build/remote)
endif()

# Moved elsewhere it must still work: nothing of the first place may be written into the package.
file(RENAME ${work}/prefix ${work}/moved)
file(REMOVE_RECURSE ${work}/build)
run(${CMAKE_COMMAND} -S ${source} -B ${work}/build -G ${generator}
    -D CMAKE_PREFIX_PATH=${work}/moved -D CMAKE_CXX_COMPILER=${compiler})

# The installed executable stands alone as well, away from the sources.
run(${work}/moved/bin/contend --version)
run(${work}/moved/bin/contend list)
# Without any environment variable it finds what it ships: a scenario, and the page's template.
run(env -i ${work}/moved/bin/contend run aws-backoff --replications 2 --quiet --out ${work}/results)
file(READ ${work}/results/report.html page LIMIT 100)
if(NOT page MATCHES "^<!DOCTYPE html>")
  message(FATAL_ERROR "the installed executable wrote no page, but: ${page}")
endif()
foreach(file contend/scenarios/scenario.schema.json contend/scenarios/hot-key.json man/man1/contend.1
             bash-completion/completions/contend)
  if(NOT EXISTS ${work}/moved/share/${file})
    message(FATAL_ERROR "share/${file} is not installed")
  endif()
endforeach()
