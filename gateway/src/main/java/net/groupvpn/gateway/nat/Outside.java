package net.groupvpn.gateway.nat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way to the Internet: sockets, as the NAT needs them. Called on the NAT's own thread only; no
 * method blocks or calls back into the NAT.
 */
public interface Outside {
  /**
   * Begins to connect to a server. The outcome comes by {@link NatFlow#onConnected} or {@link
   * NatFlow#onConnectFailed}.
   *
   * @return null if no socket can be had
   */
  @Nullable Connection connect(NatFlow flow, InetSocketAddress server);

  /** Opens a UDP port. What comes to it goes to {@link UdpMapping#onDatagram}; null if none. */
  @Nullable DatagramPort openPort(UdpMapping mapping, boolean isIpv4);

  /**
   * Sends an echo request.
   *
   * @param sequence comes back in the answer, 0 to 65,535
   * @return false if this machine cannot
   */
  boolean sendEcho(InetAddress to, int sequence, byte[] data);

  /** A connection to a server. */
  interface Connection {
    /** Moves what {@link NatFlow} has for the server, and reads while it has room. */
    void update(long nowNanos);

    /** Closes it; {@code isReset} tells the server that something went wrong. */
    void close(boolean isReset);
  }

  /** A UDP port of this machine. */
  interface DatagramPort {
    /** Sends a datagram; tells whether the system took it. */
    Sent send(InetSocketAddress to, ByteBuffer payload);

    /** Closes it. */
    void close();
  }

  /** What became of a datagram. */
  enum Sent {
    /** It left. */
    YES,

    /** There is no way there. */
    UNREACHABLE,

    /** The system has no room now. */
    DROPPED
  }
}
