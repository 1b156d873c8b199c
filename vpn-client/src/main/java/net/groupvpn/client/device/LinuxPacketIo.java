package net.groupvpn.client.device;

import java.io.IOException;

/** A TAP device and a UDP socket of Linux. */
public record LinuxPacketIo(LinuxTap tap, LinuxUdpPort port) implements PacketIo {
  @Override
  public Waiter waiter(boolean forTap, boolean forPort) throws IOException {
    return LinuxWaiter.open(
        forTap ? tap.descriptor() : LinuxWaiter.NONE,
        forPort ? port.descriptor() : LinuxWaiter.NONE);
  }
}
