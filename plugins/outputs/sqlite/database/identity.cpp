#include "database/identity.h"

#include "database/statement.h"

#include <Poco/SHA1Engine.h>
#include <Poco/UUIDGenerator.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

namespace historian::sqlite {

namespace {

/// systemd asks that the machine id itself is not spread.
std::string digestOf(const std::string& machineId)
{
    Poco::SHA1Engine engine;
    engine.update("historian.store_id ");
    engine.update(machineId);
    return Poco::DigestEngine::digestToHex(engine.digest());
}

std::string mint(Connection& writer, const Surroundings& here, Time now, const std::string& why)
{
    std::string uuid = Poco::UUIDGenerator().createRandom().toString();
    Statement(writer.handle(),
              "INSERT INTO store (uuid, minted_at, machine, file, why) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bindText(1, uuid)
        .bind(2, now.time_since_epoch().count())
        .bindText(3, here.machine)
        .bindText(4, here.file)
        .bindText(5, why)
        .run();
    return uuid;
}

} // namespace

Surroundings surroundingsOf(const std::filesystem::path& file,
                            const std::filesystem::path& machineId)
{
    Surroundings here;
    std::string line;
    std::ifstream stream(machineId);
    std::getline(stream, line);
    here.machine = digestOf(line);

    struct statx found {};

    if (::statx(AT_FDCWD, file.c_str(), 0, STATX_INO | STATX_BTIME, &found) == 0) {
        const bool hasBirth = (found.stx_mask & STATX_BTIME) != 0;
        here.file = std::to_string(found.stx_ino) + '@' +
                    (hasBirth ? std::to_string(found.stx_btime.tv_sec) + '.' +
                                    std::to_string(found.stx_btime.tv_nsec)
                              : std::string("unknown"));
    }
    return here;
}

Identity identify(Connection& writer, const Surroundings& here, Time now)
{
    Identity identity;
    identity.storeIds.emplace_back();
    std::string machine;
    std::string file;
    Statement known(writer.handle(), "SELECT id, uuid, machine, file FROM store ORDER BY id");
    while (known.step()) {
        identity.store = known.number(0);
        identity.storeIds.resize(static_cast<std::size_t>(identity.store) + 1);
        identity.storeIds.back() = known.text(1);
        machine = known.text(2);
        file = known.text(3);
    }
    if (identity.store != 0 && machine == here.machine && file == here.file) return identity;
    const char* why = identity.store == 0       ? "created"
                      : machine != here.machine ? "another machine"
                                                : "another file: a copy or a restore";
    identity.storeIds.push_back(mint(writer, here, now, why));
    identity.store = static_cast<std::int64_t>(identity.storeIds.size()) - 1;
    identity.isNew = true;
    return identity;
}

} // namespace historian::sqlite
