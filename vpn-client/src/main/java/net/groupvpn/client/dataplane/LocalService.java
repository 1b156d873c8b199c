package net.groupvpn.client.dataplane;

import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.dhcp.DhcpReply;
import net.groupvpn.dhcpdns.dhcp.DhcpRequest;

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
        public boolean onRequest(Request request, Reply reply) {
          return false;
        }
      };

  /**
   * A request.
   *
   * @param port the port it was sent to
   * @param isStream whether it came by TCP
   * @param source which machine sent it, for limits: {@link Ipv6Address#ofMachine}
   * @param payload a copy that the service may keep
   */
  record Request(int port, boolean isStream, Ipv6Address source, byte[] payload) {
    public Request {
      source = source.ofMachine();
    }
  }

  /** Whether it listens at that port; requests to other ports are refused. */
  boolean isServed(int port);

  /**
   * Handles a request.
   *
   * @return whether it was accepted; if not, it is dropped and counted
   */
  boolean onRequest(Request request, Reply reply);

  /**
   * Handles a message to a DHCP server on the device's link.
   *
   * @param answer takes the answer, now or later, from any thread
   * @return whether it was accepted; if not, it is dropped and counted
   */
  default boolean onDhcp(DhcpRequest request, Consumer<DhcpReply> answer) {
    return false;
  }

  /** The way back of one request. */
  interface Reply {
    /** Longest payload of an answer by UDP, bytes: the inner MTU minus headers of IPv6 and UDP. */
    int MAX_PAYLOAD_BYTES = 1_232;

    /** Longest answer by TCP, bytes: far less than the other end's first window. */
    int MAX_STREAM_BYTES = 16_384;

    /** Answers, now or later, from any thread. A longer answer is dropped and counted. */
    void send(byte[] payload);
  }
}
