# install(): the executable, libraries, headers under the same names as in the tree, and a package for find_package.
include(CMakePackageConfigHelpers)

get_property(contend_libraries GLOBAL PROPERTY CONTEND_LIBRARIES)
install(TARGETS contend)
# A leaf is a set of its own: whoever does not use it need not have its library.
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/contend)
foreach(leaf Sqlite Nats)
  string(TOLOWER contend_${leaf} library)
  if(TARGET ${library})
    list(REMOVE_ITEM contend_libraries ${library})
    install(TARGETS ${library} EXPORT contend${leaf}Targets)
    install(EXPORT contend${leaf}Targets NAMESPACE contend:: DESTINATION ${package_folder})
  endif()
endforeach()
install(TARGETS ${contend_libraries} EXPORT contendTargets)
foreach(room IN LISTS CONTEND_ROOMS)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/contend/${room}
          FILES_MATCHING PATTERN "*.hpp" PATTERN "*.ipp" PATTERN "page" EXCLUDE)
endforeach()

install(EXPORT contendTargets NAMESPACE contend:: DESTINATION ${package_folder})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/contendConfig.cmake.in
  ${PROJECT_BINARY_DIR}/contendConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/contendConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/contendConfig.cmake ${PROJECT_BINARY_DIR}/contendConfigVersion.cmake
        DESTINATION ${package_folder})

# What people and editors use beside the executable: the schema with the scenarios that name it, the manual page.
set(share ${PROJECT_BINARY_DIR}/share)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios/library/ DESTINATION ${CMAKE_INSTALL_DATADIR}/contend/scenarios
        FILES_MATCHING PATTERN "*.json")
install(FILES ${share}/scenario.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/contend/scenarios)
install(FILES ${share}/contend.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${share}/contend.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME contend)
install(FILES ${share}/_contend DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${share}/contend.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
