// A Modbus TCP server by libmodbus on a free port of loopback, for one client after the other.
// Holding and input registers 0 to 199 hold their address, coils and discrete inputs its parity.

#include <arpa/inet.h>
#include <modbus/modbus.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>

int main()
{
    modbus_t* server = modbus_new_tcp("127.0.0.1", 0);
    int listener = modbus_tcp_listen(server, 1);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (listener < 0 || getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return 1;
    modbus_mapping_t* mapping = modbus_mapping_new(200, 200, 200, 200);
    for (int i = 0; i < 200; ++i) {
        mapping->tab_registers[i] = mapping->tab_input_registers[i] = static_cast<uint16_t>(i);
        mapping->tab_bits[i] = mapping->tab_input_bits[i] = static_cast<uint8_t>(i & 1);
    }
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    while (modbus_tcp_accept(server, &listener) >= 0) {
        std::array<uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> query{};
        for (int length = 0; (length = modbus_receive(server, query.data())) >= 0;)
            modbus_reply(server, query.data(), length, mapping);
        close(modbus_get_socket(server));
    }
}
