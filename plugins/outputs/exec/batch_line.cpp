#include "batch_line.h"

#include <historian/codec/reading_json.h>

namespace historian::exec {

BatchLine makeBatchLine(const Names& names,
                        const Segment& segment,
                        std::size_t first,
                        std::uint64_t number,
                        std::size_t bytesMax)
{
    BatchLine line{"{\"batch\":" + std::to_string(number) + ",\"readings\":[", 0};
    for (std::size_t i = first; i < segment.readings.size(); ++i) {
        codec::JsonWriter json;
        codec::writeReading(json, names, segment, segment.readings[i]);
        const std::size_t end = line.text.size() + json.view().size() + 3; // with , and ]}
        if (line.readings > 0 && end > bytesMax) break;
        if (line.readings++ > 0) line.text += ',';
        line.text += json.view();
    }
    line.text += "]}";
    return line;
}

} // namespace historian::exec
