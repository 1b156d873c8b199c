package net.groupvpn.client.dataplane;

/**
 * A service that answers requests to the network's service address, by UDP or TCP, such as DNS.
 * Called on the data plane's outbound thread: must not block, and must limit its pending requests.
 */
public interface LocalService {
  /** A service that answers nothing. */
  LocalService NONE =
      new LocalService() {
        @Override
        public boolean isServed(int port) {
          return false;
        }

        @Override
        public boolean onRequest(int port, byte[] payload, Reply reply) {
          return false;
        }
      };

  /** Whether it listens at that port; requests to other ports are refused. */
  boolean isServed(int port);

  /**
   * Handles a request.
   *
   * @param port the port it was sent to
   * @param payload a copy that the service may keep
   * @return whether it was accepted; if not, it is dropped and counted
   */
  boolean onRequest(int port, byte[] payload, Reply reply);

  /** The way back of one request. */
  interface Reply {
    /** Longest payload of an answer, bytes: the inner MTU minus the headers of IPv6 and UDP. */
    int MAX_PAYLOAD_BYTES = 1_232;

    /**
     * Answers, now or later, from any thread. An answer longer than {@link #MAX_PAYLOAD_BYTES} is
     * dropped and counted.
     */
    void send(byte[] payload);
  }
}
