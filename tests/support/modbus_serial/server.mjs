// A Modbus TCP device by npm's modbus-serial, on a free port of loopback; prints the port. Holding register n
// holds n, input register n holds 65535 - n, every third coil and every second discrete input is on.
import modbus from 'modbus-serial';

const device = {
  getHoldingRegister: (address) => address,
  getInputRegister: (address) => 65535 - address,
  getCoil: (address) => address % 3 === 0,
  getDiscreteInput: (address) => address % 2 === 0,
};
const server = new modbus.ServerTCP(device, {host: '127.0.0.1', port: 0, unitID: 7});
server.on('initialized', () => console.log(server._server.address().port));
server.on('error', (error) => { throw error; });
