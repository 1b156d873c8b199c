package net.groupvpn.gateway.nat.io;

import java.net.InetAddress;

/**
 * Sends echo requests from this machine. The JDK has no such sockets. An implementation marks its
 * sockets itself, before the first request.
 */
public interface EchoPort extends AutoCloseable {
  /** For machines that may not ping. */
  EchoPort NONE =
      new EchoPort() {
        @Override
        public void start(Listener listener) {}

        @Override
        public boolean send(InetAddress to, int sequence, byte[] data) {
          return false;
        }

        @Override
        public void close() {}
      };

  /** Hears of answers, from any thread; does not block. */
  interface Listener {
    /** An echo reply with the sequence number of a request. */
    void onReply(InetAddress from, int sequence, byte[] data);
  }

  /** Begins to listen; called once, before {@link #send}. */
  void start(Listener listener);

  /**
   * Sends an echo request without blocking.
   *
   * @param sequence 0 to 65,535
   * @return false if this machine cannot
   */
  boolean send(InetAddress to, int sequence, byte[] data);

  /** Closes the sockets and stops listening. */
  @Override
  void close();
}
