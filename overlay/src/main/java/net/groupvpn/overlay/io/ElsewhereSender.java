package net.groupvpn.overlay.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import net.groupvpn.overlay.path.Endpoint;

/** Sends single datagrams from ports that nobody has seen before and that receive no answer. */
public final class ElsewhereSender {
  private ElsewhereSender() {}

  /** Sends one; best effort, does not wait. */
  public static boolean send(Endpoint to, byte[] datagram, SocketSetup setup) {
    try (DatagramChannel channel = DatagramChannel.open()) {
      setup.prepare(channel);
      return channel.send(ByteBuffer.wrap(datagram), to.toSocketAddress()) == datagram.length;
    } catch (IOException | UnsupportedAddressTypeException e) {
      return false;
    }
  }
}
