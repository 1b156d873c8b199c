package net.groupvpn.overlay.path;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints this node uses, by UDP and by TCP; all such decisions are made here.
 *
 * <pre>
 *   mayUse    to send there, or to accept what arrives from there
 *   mayLearn  to remember, offer or try an endpoint that somebody named
 *   mayDial   to open a TCP connection that a peer asked for
 * </pre>
 *
 * No path may lead through the network of this group or another one: a datagram would be sealed,
 * sent into the device, sealed again, and so on without end. Any thread.
 */
public final class EndpointRules {
  private static final int HTTPS = 443;
  private static final int FIRST_USER_PORT = 1_024;
  private static final int BROADCAST_BYTE = 0xff;

  private volatile MachineNetworks networks = MachineNetworks.UNKNOWN;

  /** Sets what is known of the machine now. */
  public void setNetworks(MachineNetworks current) {
    networks = current;
  }

  /** Whether datagrams and connections may go there and come from there. */
  public boolean mayUse(Endpoint endpoint) {
    return mayUse(endpoint.address());
  }

  /** The same for an address. */
  public boolean mayUse(InetAddress address) {
    for (AddressRange range : networks.groups()) {
      if (range.contains(address)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an endpoint that somebody names may belong to a node. */
  public boolean mayLearn(Endpoint endpoint) {
    InetAddress address = endpoint.address();
    return mayUse(address)
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !isBroadcast(address)
        && (!address.isLoopbackAddress() || networks.isAlone());
  }

  private static boolean isBroadcast(InetAddress address) {
    byte[] raw = address.getAddress();
    boolean allSet = raw.length == Integer.BYTES;
    for (byte each : raw) {
      allSet &= (each & 0xff) == BROADCAST_BYTE;
    }
    return allSet;
  }

  /**
   * Whether a peer may make this machine connect there: not to services that only this machine can
   * reach.
   */
  public boolean mayDial(Endpoint endpoint) {
    return mayLearn(endpoint)
        && !endpoint.address().isLinkLocalAddress()
        && (endpoint.port() == HTTPS || endpoint.port() >= FIRST_USER_PORT);
  }

  /** The endpoints that pass {@link #mayLearn}, in their order, but last choices at the end. */
  public List<Endpoint> learnable(List<Endpoint> endpoints) {
    return endpoints.stream()
        .filter(this::mayLearn)
        .sorted(Comparator.comparing(endpoint -> vpnOf(endpoint) != null))
        .toList();
  }

  /**
   * The device of another virtual private network that an endpoint lies behind, or null. Such a way
   * is the last choice: it has detours of its own, and may run over this network in turn.
   */
  public @Nullable String vpnOf(Endpoint endpoint) {
    for (Map.Entry<AddressRange, String> vpn : networks.otherVpns().entrySet()) {
      if (vpn.getKey().contains(endpoint.address())) {
        return vpn.getValue();
      }
    }
    return null;
  }
}
