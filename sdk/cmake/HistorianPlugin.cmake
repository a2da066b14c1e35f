# historian_add_plugin(NAME name KIND input|output SOURCES ... [TESTS ...] [LIBRARIES ...])
# Builds KIND-NAME.so where the daemon looks for plugins and installs it; the tests link the same
# objects, so that they reach what the library hides.
function(historian_add_plugin)
    cmake_parse_arguments(PLUGIN "" "NAME;KIND" "SOURCES;TESTS;LIBRARIES" ${ARGN})
    set(id "${PLUGIN_KIND}-${PLUGIN_NAME}")

    add_library(${id}-objects OBJECT ${PLUGIN_SOURCES})
    target_include_directories(${id}-objects PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
    target_compile_options(${id}-objects PRIVATE -fno-gnu-unique)
    target_link_libraries(${id}-objects PUBLIC historian::sdk ${PLUGIN_LIBRARIES} Threads::Threads
        PRIVATE historian_warnings)

    add_library(${id} MODULE)
    target_link_libraries(${id} PRIVATE ${id}-objects)
    target_link_options(${id} PRIVATE -Wl,--exclude-libs=ALL)
    set_target_properties(${id} PROPERTIES PREFIX ""
        LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib/historian/plugins")
    install(TARGETS ${id} DESTINATION "${CMAKE_INSTALL_LIBDIR}/historian/plugins" COMPONENT historian)

    if(HISTORIAN_TESTS AND PLUGIN_TESTS)
        include(GoogleTest)
        add_executable(${id}-test ${PLUGIN_TESTS})
        target_link_libraries(${id}-test PRIVATE ${id}-objects historian::testing GTest::gtest_main
            historian_warnings)
        target_compile_definitions(${id}-test PRIVATE PLUGIN_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
        set_target_properties(${id}-test PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
        gtest_discover_tests(${id}-test DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120)
    endif()
endfunction()
