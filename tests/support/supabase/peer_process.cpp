#include "peer_process.h"

#include <historian/codec/json_writer.h>

#include <fcntl.h>
#include <simdjson.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

extern char** environ;

namespace historian::testing {

namespace {

struct Pipe {
    Pipe()
    {
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    }

    int ends[2] = {-1, -1};
};

} // namespace

PeerProcess::PeerProcess()
{
    Pipe in;
    Pipe out;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
    std::string program = "python3";
    std::string bare = "-B";
    std::string script = PEER_SCRIPT;
    char* const arguments[] = {program.data(), bare.data(), script.data(), nullptr};
    const int fault = ::posix_spawnp(&pid_, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in.ends[0]);
    ::close(out.ends[1]);
    to_.reset(::fdopen(in.ends[1], "w"));
    from_.reset(::fdopen(out.ends[0], "r"));
    if (fault != 0) throw std::runtime_error("python3 does not start");
    simdjson::dom::parser parser;
    const std::string ready = readLine();
    const simdjson::dom::element told = parser.parse(ready);
    url_ = std::string(std::string_view(told["url"]));
    tlsUrl_ = std::string(std::string_view(told["tls_url"]));
    authority_ = std::string(std::string_view(told["authority"]));
}

PeerProcess::~PeerProcess()
{
    to_.reset(); // the end of its input: it cleans up
    int status = 0;
    if (pid_ > 0) ::waitpid(pid_, &status, 0);
}

std::string PeerProcess::readLine()
{
    std::string line;
    for (int c = std::fgetc(from_.get()); c != '\n'; c = std::fgetc(from_.get())) {
        if (c == EOF) throw std::runtime_error("the peer did not start, or ended");
        line += static_cast<char>(c);
    }
    return line;
}

std::string PeerProcess::command(std::string_view name, std::string_view argumentJson)
{
    codec::JsonWriter line;
    line.beginArray().text(name).raw(argumentJson).endArray();
    std::fprintf(to_.get(), "%s\n", line.view().c_str());
    std::fflush(to_.get());
    const std::string answer = readLine();
    simdjson::dom::parser parser;
    const simdjson::dom::element parsed = parser.parse(answer);
    std::string_view error;
    if (parsed["error"].get(error) == simdjson::SUCCESS)
        throw std::runtime_error(std::string(error));
    return simdjson::minify(simdjson::dom::element(parsed["ok"]));
}

std::string PeerProcess::sql(std::string_view text)
{
    codec::JsonWriter argument;
    argument.text(text);
    simdjson::dom::parser parser;
    return std::string(std::string_view(parser.parse(command("sql", argument.view()))));
}

std::string PeerProcess::token(std::string_view json)
{
    simdjson::dom::parser parser;
    return std::string(std::string_view(parser.parse(command("token", json))));
}

} // namespace historian::testing
