#include "power_loss_vfs.h"

#include <fstream>
#include <string_view>

namespace historian::testing {

namespace fs = std::filesystem;

/// Our part of an open file; SQLite gives us the memory, the real file lies behind it.
struct PowerLossVfs::File {
    sqlite3_file base; // first: SQLite sees this
    PowerLossVfs* vfs;
    DiskImage* image; ///< nothing: passes through

    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

    static sqlite3_file* real(sqlite3_file* file)
    {
        return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1);
    }
};

struct PowerLossVfs::Methods {
    static int close(sqlite3_file* file)
    {
        return File::real(file)->pMethods->xClose(File::real(file));
    }

    static int read(sqlite3_file* file, void* into, int bytes, sqlite3_int64 offset)
    {
        return File::real(file)->pMethods->xRead(File::real(file), into, bytes, offset);
    }

    static int write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 offset)
    {
        const File& our = File::of(file);
        if (our.image != nullptr)
            if (const int code = our.vfs->faultOf(Call::Write); code != SQLITE_OK) return code;
        const int code = File::real(file)->pMethods->xWrite(File::real(file), from, bytes, offset);
        if (our.image == nullptr || code != SQLITE_OK) return code;
        our.image->write(static_cast<std::uint64_t>(offset),
                         {static_cast<const char*>(from), static_cast<std::size_t>(bytes)});
        our.vfs->point();
        return code;
    }

    static int truncate(sqlite3_file* file, sqlite3_int64 size)
    {
        const File& our = File::of(file);
        const int code = File::real(file)->pMethods->xTruncate(File::real(file), size);
        if (our.image == nullptr || code != SQLITE_OK) return code;
        our.image->truncate(static_cast<std::uint64_t>(size));
        our.vfs->point();
        return code;
    }

    static int sync(sqlite3_file* file, int)
    {
        const File& our = File::of(file);
        if (our.image == nullptr) return SQLITE_OK;
        our.vfs->point();
        if (const int code = our.vfs->faultOf(Call::Sync); code != SQLITE_OK) {
            our.image->loseUnsynced();
            return code;
        }
        our.image->sync();
        our.vfs->point();
        return SQLITE_OK;
    }

    static int fileSize(sqlite3_file* file, sqlite3_int64* size)
    {
        return File::real(file)->pMethods->xFileSize(File::real(file), size);
    }

    static int lock(sqlite3_file* file, int level)
    {
        return File::real(file)->pMethods->xLock(File::real(file), level);
    }

    static int unlock(sqlite3_file* file, int level)
    {
        return File::real(file)->pMethods->xUnlock(File::real(file), level);
    }

    static int checkReservedLock(sqlite3_file* file, int* out)
    {
        return File::real(file)->pMethods->xCheckReservedLock(File::real(file), out);
    }

    static int fileControl(sqlite3_file* file, int op, void* argument)
    {
        return File::real(file)->pMethods->xFileControl(File::real(file), op, argument);
    }

    static int sectorSize(sqlite3_file* file)
    {
        return File::real(file)->pMethods->xSectorSize(File::real(file));
    }

    static int deviceCharacteristics(sqlite3_file* file)
    {
        return File::real(file)->pMethods->xDeviceCharacteristics(File::real(file));
    }

    static int shmMap(sqlite3_file* file, int page, int bytes, int extend, volatile void** out)
    {
        return File::real(file)->pMethods->xShmMap(File::real(file), page, bytes, extend, out);
    }

    static int shmLock(sqlite3_file* file, int offset, int count, int flags)
    {
        return File::real(file)->pMethods->xShmLock(File::real(file), offset, count, flags);
    }

    static void shmBarrier(sqlite3_file* file)
    {
        File::real(file)->pMethods->xShmBarrier(File::real(file));
    }

    static int shmUnmap(sqlite3_file* file, int isDelete)
    {
        return File::real(file)->pMethods->xShmUnmap(File::real(file), isDelete);
    }

    /// Version 2: no memory-mapped reads, which would pass us by.
    static constexpr sqlite3_io_methods kTable = {2,
                                                  close,
                                                  read,
                                                  write,
                                                  truncate,
                                                  sync,
                                                  fileSize,
                                                  lock,
                                                  unlock,
                                                  checkReservedLock,
                                                  fileControl,
                                                  sectorSize,
                                                  deviceCharacteristics,
                                                  shmMap,
                                                  shmLock,
                                                  shmBarrier,
                                                  shmUnmap,
                                                  nullptr,
                                                  nullptr};
};

PowerLossVfs::PowerLossVfs(fs::path directory)
    : directory_(std::move(directory)), base_(sqlite3_vfs_find("unix")), vfs_(*base_)
{
    vfs_.pNext = nullptr;
    vfs_.zName = "power-loss";
    vfs_.pAppData = this;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + base_->szOsFile;
    vfs_.xOpen = &PowerLossVfs::open;
    vfs_.xDelete = &PowerLossVfs::remove;
    sqlite3_vfs_register(&vfs_, 1);
}

PowerLossVfs::~PowerLossVfs()
{
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(base_, 1);
}

int PowerLossVfs::open(
    sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    auto& self = *static_cast<PowerLossVfs*>(vfs->pAppData);
    File& our = File::of(file);
    our.base.pMethods = nullptr;
    our.vfs = &self;
    our.image = name == nullptr ? nullptr : self.imageOf(name);
    const int code = self.base_->xOpen(self.base_, name, File::real(file), flags, outFlags);
    if (code == SQLITE_OK) our.base.pMethods = &Methods::kTable;
    return code;
}

int PowerLossVfs::remove(sqlite3_vfs* vfs, const char* name, int)
{
    auto& self = *static_cast<PowerLossVfs*>(vfs->pAppData);
    {
        const std::lock_guard lock(self.mutex_);
        if (fs::path(name).parent_path() == self.directory_)
            self.images_.erase(fs::path(name).filename().string());
    }
    return self.base_->xDelete(self.base_, name, 0);
}

DiskImage* PowerLossVfs::imageOf(const char* name)
{
    const fs::path path(name);
    if (path.parent_path() != directory_) return nullptr;
    const std::lock_guard lock(mutex_);
    auto& image = images_[path.filename().string()];
    if (!image) image = std::make_unique<DiskImage>();
    return image.get();
}

void PowerLossVfs::writeAfterPowerCut(const fs::path& target, std::mt19937_64& random) const
{
    const std::lock_guard lock(mutex_);
    for (const auto& [name, image] : images_) {
        std::ofstream out(target / name, std::ios::binary | std::ios::trunc);
        const std::string bytes = image->afterPowerCut(random);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
}

void PowerLossVfs::fail(Call call, int after, int code, bool isForEver)
{
    fault_ = {after, call, code, isForEver};
}

int PowerLossVfs::faultOf(Call call)
{
    if (fault_.after < 0 || fault_.call != call) return SQLITE_OK;
    if (fault_.after > 0) {
        --fault_.after;
        return SQLITE_OK;
    }
    const int code = fault_.code;
    if (!fault_.isForEver) fault_ = {};
    return code;
}

void PowerLossVfs::point() const
{
    if (onPoint_) onPoint_();
}

} // namespace historian::testing
