package net.groupvpn.client.device;

import java.io.IOException;

/** The same device and socket, with another way to send. */
public record DetouredIo(PacketIo own, DetouringPort port) implements PacketIo {
  @Override
  public TapDevice tap() {
    return own.tap();
  }

  @Override
  public Waiter waiter(boolean forTap, boolean forPort) throws IOException {
    return own.waiter(forTap, forPort);
  }
}
