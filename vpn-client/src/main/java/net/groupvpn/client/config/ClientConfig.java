package net.groupvpn.client.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import net.groupvpn.client.dataplane.DataPlane.Threads;
import net.groupvpn.client.device.Offload;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.stream.StreamPort;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one client for one network.
 *
 * @param name the network's name on this machine: names its socket and state
 * @param files what is kept where
 * @param device the virtual network card
 * @param underlay the real network
 * @param tunnel Internet traffic through gateways
 * @param tuning how packets are worked on
 * @param logLevel what to log
 */
public record ClientConfig(
    String name,
    Locations files,
    Device device,
    Underlay underlay,
    TunnelConfig tunnel,
    Tuning tuning,
    Level logLevel) {

  /** The default UDP port. */
  public static final int DEFAULT_PORT = 7400;

  /** The default name of the device. */
  public static final String DEFAULT_INTERFACE = "gvpn0";

  /**
   * What is kept where.
   *
   * @param groupFile the file that the portal gave
   * @param stateDir where key, certificate and caches are kept
   */
  public record Locations(Path groupFile, Path stateDir) {}

  /** The file that the portal gave. */
  public Path groupFile() {
    return files.groupFile();
  }

  /** Where key, certificate and caches are kept. */
  public Path stateDir() {
    return files.stateDir();
  }

  /**
   * The virtual network card.
   *
   * @param interfaceName at most 15 characters, the limit of Linux
   * @param wishedAddress dotted IPv4 address to ask for first, or null for any
   * @param hostLabel this machine's name in the group, one lower-case DNS label
   * @param dhcp what DHCP clients on its link get
   */
  public record Device(
      String interfaceName,
      @Nullable String wishedAddress,
      String hostLabel,
      DnsMode dns,
      DhcpConfig dhcp) {}

  /**
   * The real network.
   *
   * @param port UDP port to listen on
   * @param streamPort TCP port for connections of members whose UDP is blocked; 0 disables TCP in
   *     both directions
   * @param portMapping whether to ask the router to map the UDP port to this machine
   * @param local this machine's own networks
   * @param seeds further endpoints to try, {@code address:port}
   * @param crlInterval how often to ask the portal for news, or null for the group's own interval
   * @param relaying between peers that cannot reach each other
   */
  public record Underlay(
      int port,
      int streamPort,
      boolean portMapping,
      Local local,
      List<String> seeds,
      @Nullable Duration crlInterval,
      Relaying relaying) {
    public Underlay {
      seeds = List.copyOf(seeds);
    }
  }

  /**
   * This machine's own networks.
   *
   * @param discovery whether to look for members there by multicast
   * @param interfaces names of the devices whose addresses are offered to others; empty for all
   */
  public record Local(boolean discovery, Set<String> interfaces) {
    /** Discovery is on, and all devices are used. */
    public static final Local DEFAULT = new Local(true, Set.of());

    public Local {
      interfaces = Set.copyOf(interfaces);
    }
  }

  /**
   * Relaying for others, and the choice of this client's own relays.
   *
   * @param willing whether it relays for others
   * @param listed the relays to use, best first, if {@code choice} is LISTED
   */
  public record Relaying(boolean willing, RelayChoice choice, List<NodeId> listed) {
    /** Relays, and chooses by latency. */
    public static final Relaying DEFAULT = new Relaying(true, RelayChoice.LATENCY, List.of());

    public Relaying {
      listed = List.copyOf(listed);
    }
  }

  /** How a relay is chosen. */
  public enum RelayChoice {
    /** The lowest sum of both legs' round-trip times. */
    LATENCY,
    /** The relay whose legs are oldest. */
    AGE,
    RANDOM,
    /** The relays that the configuration lists, in that order. */
    LISTED
  }

  /**
   * How packets are processed.
   *
   * @param offloads what to leave to the kernel, where it supports it
   * @param threads how many threads move packets
   * @param rehandshake how long the keys of one handshake are used
   */
  public record Tuning(Set<Offload> offloads, Threads threads, Duration rehandshake) {
    /** All offloads of the kernel; one thread; a handshake every hour. */
    public static final Tuning DEFAULT =
        new Tuning(EnumSet.allOf(Offload.class), Threads.ONE, Duration.ofHours(1));

    public Tuning {
      offloads = Set.copyOf(offloads);
    }
  }

  /** How the machine's resolver learns the group's names. */
  public enum DnsMode {
    /** Through whichever of these manages this machine's names. */
    AUTO,
    RESOLVECTL,
    NETWORKMANAGER,
    /** openresolv or Debian's. */
    RESOLVCONF,
    /** {@code /etc/resolv.conf} itself, while the client runs. */
    FILE,
    /** The resolver stays unchanged. */
    NONE
  }

  /** The same as an empty configuration file that names this group file. */
  public static ClientConfig forGroupFile(Path groupFile, Directories directories) {
    String name = Directories.networkName(groupFile);
    return new ClientConfig(
        name,
        new Locations(groupFile, directories.state().resolve(name)),
        new Device(
            DEFAULT_INTERFACE, null, HostLabel.ofThisMachine(), DnsMode.AUTO, DhcpConfig.DEFAULT),
        new Underlay(
            DEFAULT_PORT,
            StreamPort.DEFAULT_PORT,
            true,
            Local.DEFAULT,
            List.of(),
            null,
            Relaying.DEFAULT),
        TunnelConfig.OFF,
        Tuning.DEFAULT,
        Level.INFO);
  }
}
