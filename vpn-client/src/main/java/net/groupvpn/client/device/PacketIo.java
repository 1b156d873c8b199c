package net.groupvpn.client.device;

import java.io.IOException;

/** A device and a socket, and the means to wait for both. */
public interface PacketIo {
  TapDevice tap();

  BatchPort port();

  /** A waiter for one thread that receives from the device, from the socket, or from both. */
  Waiter waiter(boolean forTap, boolean forPort) throws IOException;
}
