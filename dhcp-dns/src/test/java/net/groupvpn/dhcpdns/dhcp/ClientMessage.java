package net.groupvpn.dhcpdns.dhcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/** A message as a client writes it. */
final class ClientMessage {
  static final long MAC = 0x0200_0000_0007L;
  static final int TRANSACTION = 0x1234_5678;
  private static final int FIXED_BYTES = 240;
  private static final int RELAY_AT = 24;

  private final byte[] fixed = new byte[FIXED_BYTES];
  private final ByteArrayOutputStream options = new ByteArrayOutputStream();

  private ClientMessage(int type) {
    fixed[0] = 1;
    fixed[1] = 1;
    fixed[2] = 6;
    PacketBytes.put32(fixed, 4, TRANSACTION);
    PacketBytes.put48(fixed, DhcpMessage.MAC_AT, MAC);
    PacketBytes.put32(fixed, DhcpMessage.COOKIE_AT, DhcpMessage.COOKIE);
    option(DhcpOption.MESSAGE_TYPE, type);
  }

  static ClientMessage of(int type) {
    return new ClientMessage(type);
  }

  ClientMessage mac(long mac) {
    PacketBytes.put48(fixed, DhcpMessage.MAC_AT, mac);
    return this;
  }

  ClientMessage uses(String address) {
    PacketBytes.put32(fixed, DhcpMessage.CLIENT_AT, Ipv4Address.parse(address).bits());
    return this;
  }

  ClientMessage relayedBy(String address) {
    PacketBytes.put32(fixed, RELAY_AT, Ipv4Address.parse(address).bits());
    return this;
  }

  ClientMessage byBroadcast() {
    PacketBytes.put16(fixed, DhcpMessage.FLAGS_AT, DhcpMessage.BROADCAST_FLAG);
    return this;
  }

  ClientMessage requests(String address) {
    return address(DhcpOption.REQUESTED_ADDRESS, address);
  }

  ClientMessage server(String address) {
    return address(DhcpOption.SERVER, address);
  }

  private ClientMessage address(int code, String address) {
    int bits = Ipv4Address.parse(address).bits();
    return option(code, bits >>> 24, bits >>> 16, bits >>> 8, bits);
  }

  ClientMessage hostName(String name) {
    options.write(DhcpOption.HOST_NAME);
    options.write(name.length());
    options.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  ClientMessage option(int code, int... content) {
    options.write(code);
    options.write(content.length);
    for (int each : content) {
      options.write(each);
    }
    return this;
  }

  /** Sets bytes of the fixed part. */
  ClientMessage at(int offset, int... content) {
    for (int i = 0; i < content.length; i++) {
      fixed[offset + i] = (byte) content[i];
    }
    return this;
  }

  byte[] toBytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(fixed);
    all.writeBytes(options.toByteArray());
    all.write(DhcpOption.END);
    return all.toByteArray();
  }

  DhcpRequest own() {
    return new DhcpRequest(PacketBytes.u48(fixed, DhcpMessage.MAC_AT), true, toBytes());
  }

  DhcpRequest from(long mac) {
    return new DhcpRequest(mac, false, toBytes());
  }
}
