package net.groupvpn.client.device;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Datagrams to and from everybody in this machine's own networks. For one thread. */
public interface LanPort extends Closeable {
  /**
   * One datagram.
   *
   * @param from its source, which anybody can forge
   */
  record Received(InetAddress from, byte[] bytes) {}

  /** Sends in all networks that exist now; a network where that fails is skipped. */
  void sendToAll(byte[] datagram);

  /**
   * Waits for a datagram.
   *
   * @return null if none arrived in time
   * @throws IOException if no more can arrive
   */
  @Nullable Received receive(int timeoutMillis) throws IOException;

  /** Ends a wait, from any thread. */
  @Override
  void close();
}
