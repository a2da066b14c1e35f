include(GNUInstallDirs)

# historian_add_plugin(NAME name KIND input|output SOURCES ... [TESTS ...] [LIBRARIES ...])
# Makes the library KIND-NAME.so and installs it where the daemon looks for plugins. With tests: the
# program KIND-NAME-test links the same objects, so that it reaches what the library hides, and the
# library itself goes through the conformance test, with NAME.sample.yaml if the folder has one.
# Works the same in Historian's tree and after find_package(historian).
function(historian_add_plugin)
    cmake_parse_arguments(PLUGIN "" "NAME;KIND" "SOURCES;TESTS;LIBRARIES" ${ARGN})
    set(id "${PLUGIN_KIND}-${PLUGIN_NAME}")
    set(map "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/historian-plugin.map")
    find_package(Threads REQUIRED)

    add_library(${id}-objects OBJECT ${PLUGIN_SOURCES})
    target_include_directories(${id}-objects PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
    # A unique symbol would keep the library in memory for ever.
    target_compile_options(${id}-objects PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
    target_link_libraries(${id}-objects PUBLIC historian::sdk ${PLUGIN_LIBRARIES} Threads::Threads
        PRIVATE $<TARGET_NAME_IF_EXISTS:historian_warnings>)

    add_library(${id} MODULE)
    target_link_libraries(${id} PRIVATE ${id}-objects)
    target_link_options(${id} PRIVATE -Wl,--no-undefined "-Wl,--version-script=${map}")
    set_target_properties(${id} PROPERTIES PREFIX "" LINK_DEPENDS "${map}"
        LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib/historian/plugins")
    set_target_properties(${id} ${id}-objects PROPERTIES POSITION_INDEPENDENT_CODE ON
        CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON CXX_EXTENSIONS OFF)
    if(NOT HISTORIAN_PLUGIN_COMPONENT)
        set(HISTORIAN_PLUGIN_COMPONENT historian)
    endif()
    install(TARGETS ${id} DESTINATION "${CMAKE_INSTALL_LIBDIR}/historian/plugins"
        COMPONENT ${HISTORIAN_PLUGIN_COMPONENT})

    if(HISTORIAN_TESTS OR (NOT DEFINED HISTORIAN_TESTS AND BUILD_TESTING))
        historian_test_plugin_()
    endif()
endfunction()

# The tests of a plugin; sees the variables of historian_add_plugin().
function(historian_test_plugin_)
    set(sample "${CMAKE_CURRENT_SOURCE_DIR}/${PLUGIN_NAME}.sample.yaml")
    if(EXISTS "${sample}")
        set(sample_arguments --sample "${sample}")
    endif()
    add_test(NAME ${id}-conformance
        COMMAND historian::plugin-test $<TARGET_FILE:${id}> ${sample_arguments})
    set_tests_properties(${id}-conformance PROPERTIES TIMEOUT 180)
    if(NOT PLUGIN_TESTS)
        return()
    endif()

    find_package(GTest REQUIRED)
    include(GoogleTest)
    add_executable(${id}-test ${PLUGIN_TESTS})
    target_link_libraries(${id}-test PRIVATE ${id}-objects historian::testing GTest::gtest_main
        $<TARGET_NAME_IF_EXISTS:historian_warnings>)
    target_compile_definitions(${id}-test PRIVATE PLUGIN_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
    set_target_properties(${id}-test PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
    gtest_discover_tests(${id}-test DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 300)
endfunction()
