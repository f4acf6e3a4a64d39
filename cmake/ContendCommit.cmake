# Writes `header` with the commit of the checkout `source`; leaves it alone where nothing changed.
cmake_minimum_required(VERSION 3.25)
find_program(git git)
set(commit "unknown")
if(git)
  execute_process(COMMAND ${git} -C ${source} describe --always --dirty --abbrev=12 --exclude=*
                  OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
  if(NOT failed)
    set(commit ${described})
  endif()
endif()
file(CONFIGURE OUTPUT ${header} CONTENT "#define CONTEND_COMMIT \"@commit@\"\n" @ONLY)
