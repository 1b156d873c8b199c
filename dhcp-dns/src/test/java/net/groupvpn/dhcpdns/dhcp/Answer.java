package net.groupvpn.dhcpdns.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.wire.WireException;

/** What a client reads in an answer. */
record Answer(DhcpReply reply, DhcpOptions options) {
  static Answer of(DhcpReply reply) {
    byte[] bytes = reply.message();
    assertThat(bytes[0]).isEqualTo((byte) 2);
    assertThat(PacketBytes.i32(bytes, 4)).isEqualTo(ClientMessage.TRANSACTION);
    assertThat(PacketBytes.i32(bytes, DhcpMessage.COOKIE_AT)).isEqualTo(DhcpMessage.COOKIE);
    assertThat(bytes.length).isBetween(ReplyWriter.MIN_BYTES, 1_232);
    DhcpOptions options = new DhcpOptions();
    try {
      options.read(bytes, DhcpMessage.OPTIONS_AT, bytes.length);
    } catch (WireException e) {
      throw new AssertionError(e);
    }
    return new Answer(reply, options);
  }

  int type() {
    return options.u8(DhcpOption.MESSAGE_TYPE);
  }

  String your() {
    return new Ipv4Address(PacketBytes.i32(reply.message(), DhcpMessage.YOUR_AT)).toString();
  }

  String receiver() {
    return new Ipv4Address(reply.address()).toString();
  }

  String address(int code) {
    return new Ipv4Address(options.address(code)).toString();
  }

  int seconds(int code) {
    return options.address(code);
  }
}
