#include "library_file.h"

#include <cxxabi.h>
#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace historian::conformance {

namespace {

using FileHeader = ElfW(Ehdr);
using Section = ElfW(Shdr);
using Symbol = ElfW(Sym);

// The bytes of an ELF file; every access is checked against its end.
class Image {
public:
    explicit Image(std::string bytes) : bytes_(std::move(bytes))
    {
        const auto header = at<FileHeader>(0);
        if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
            throw std::runtime_error("is no ELF file");
        for (std::size_t i = 0; i < header.e_shnum; ++i)
            sections_.push_back(at<Section>(header.e_shoff + i * header.e_shentsize));
        if (header.e_shstrndx < sections_.size()) names_ = sections_[header.e_shstrndx].sh_offset;
    }

    template <typename Struct>
    Struct at(std::size_t offset) const
    {
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof(Struct))
            throw std::runtime_error("is cut off");
        Struct value;
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return value;
    }

    std::string text(std::size_t offset) const
    {
        if (offset >= bytes_.size()) throw std::runtime_error("is cut off");
        return bytes_.substr(offset, bytes_.find('\0', offset) - offset);
    }

    const std::vector<Section>& sections() const { return sections_; }

    std::string nameOf(const Section& section) const { return text(names_ + section.sh_name); }

private:
    std::string bytes_;
    std::vector<Section> sections_;
    std::size_t names_ = 0;
};

bool isVariable(const Image& image, const Symbol& symbol)
{
    const auto type = symbol.st_info & 0xF;
    if (symbol.st_size == 0 || symbol.st_shndx >= image.sections().size()) return false;
    if (type == STT_TLS) return true;
    const Section& section = image.sections()[symbol.st_shndx];
    return type == STT_OBJECT && (section.sh_flags & SHF_WRITE) != 0 &&
           !image.nameOf(section).starts_with(".data.rel.ro");
}

void readSymbols(const Image& image, const Section& table, LibraryFile& library)
{
    library.hasSymbols = true;
    const std::size_t names = image.sections().at(table.sh_link).sh_offset;
    for (std::size_t i = 0; i < table.sh_size / sizeof(Symbol); ++i) {
        const auto symbol = image.at<Symbol>(table.sh_offset + i * sizeof(Symbol));
        std::string name = image.text(names + symbol.st_name);
        if (name.starts_with("__asan_init") || name.starts_with("__tsan_init"))
            library.isSanitized = true;
        if (isVariable(image, symbol)) library.variables.push_back(std::move(name));
    }
}

std::string demangled(const std::string& name)
{
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> text(
        abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), &std::free);
    return status == 0 ? text.get() : name;
}

bool isForeign(std::string_view name)
{
    constexpr std::string_view kGuard = "guard variable for ";
    if (name.starts_with(kGuard)) name.remove_prefix(kGuard.size());
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"__dso_handle",
                                                "completed.",
                                                "DW.ref.",
                                                "_DYNAMIC",
                                                "_GLOBAL_OFFSET_TABLE_",
                                                "__TMC_END__",
                                                "vtable for ",
                                                "typeinfo ",
                                                "VTT for ",
                                                "construction vtable ",
                                                "std::",
                                                "__gnu_cxx::",
                                                "Poco::",
                                                "boost::",
                                                "simdjson::",
                                                "YAML::",
                                                "__gcov",
                                                "__llvm"},
        [name](std::string_view prefix) { return name.starts_with(prefix); });
}

} // namespace

LibraryFile readLibraryFile(const std::filesystem::path& file)
{
    std::ostringstream bytes;
    if (!(bytes << std::ifstream(file, std::ios::binary).rdbuf()))
        throw std::runtime_error("cannot be read");
    const Image image(std::move(bytes).str());
    LibraryFile library;
    for (const Section& section : image.sections()) {
        library.sections.push_back(image.nameOf(section));
        if (section.sh_type == SHT_SYMTAB) readSymbols(image, section, library);
    }
    return library;
}

std::vector<std::string> ownVariables(const LibraryFile& library)
{
    std::vector<std::string> own;
    for (const std::string& variable : library.variables)
        if (std::string name = demangled(variable); !isForeign(name))
            own.push_back(std::move(name));
    return own;
}

} // namespace historian::conformance
