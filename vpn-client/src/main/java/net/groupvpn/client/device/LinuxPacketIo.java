package net.groupvpn.client.device;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A TAP device and a UDP socket of Linux, with the frames that may stand for the latter. */
public record LinuxPacketIo(LinuxTap tap, LinuxUdpPort port, @Nullable LinuxBypass bypass)
    implements PacketIo {
  /** Without frames. */
  public LinuxPacketIo(LinuxTap tap, LinuxUdpPort port) {
    this(tap, port, null);
  }

  @Override
  public Waiter waiter(boolean forTap, boolean forPort) throws IOException {
    return LinuxWaiter.open(
        forTap ? tap.descriptor() : LinuxWaiter.NONE,
        forPort ? port.descriptor() : LinuxWaiter.NONE,
        forPort && bypass != null ? bypass.descriptor() : LinuxWaiter.NONE);
  }
}
