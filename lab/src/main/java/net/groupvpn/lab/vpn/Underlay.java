package net.groupvpn.lab.vpn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.link.LinkSettings;
import net.groupvpn.lab.member.Foot;
import org.jspecify.annotations.Nullable;

/**
 * The network under the compared systems, with MTU 1,500.
 *
 * <pre>
 *   pair:  a 198.18.1.12 ------- 198.18.1.11 b (hub)      one cable
 *   star:  hub .11, peer1 .12, peer2 .13 ...  198.18.1.0/24, all on one bridge
 *   both:  this machine 198.18.0.1 --- 198.18.0.10 portal, only if requested;
 *          each node has one more cable to it, on which nodes do not reach each other
 * </pre>
 */
public final class Underlay {
  /** The portal's address, once it was requested. */
  public static final String PORTAL_ADDRESS = "198.18.0.10";

  private static final String NODES = "198.18.1.";
  private static final int FIRST_NODE = 11;
  private static final String TO_PORTAL = "198.19.%d.%d";
  private static final String FOOT = "gvbench0";

  private final Testbed bed;
  private final List<Host> nodes;
  private @Nullable Host portal;

  private Underlay(Testbed bed, List<Host> nodes) {
    this.bed = bed;
    this.nodes = List.copyOf(nodes);
  }

  /** Two nodes on one cable; the hub is called b. */
  public static Underlay pair(Testbed bed) {
    Host a = bed.host("a");
    Host b = bed.host("b");
    bed.cable(a, "eth0", b, "eth0");
    return new Underlay(bed, List.of(b, a)).addressed();
  }

  /** Two nodes on the lab's own link, which may be a bad one. */
  public static Underlay pair(Testbed bed, LinkSettings settings) {
    Host a = bed.host("a");
    Host b = bed.host("b");
    bed.link(a, "eth0", b, "eth0", settings);
    return new Underlay(bed, List.of(b, a)).addressed();
  }

  /** A hub and its peers on one bridge. */
  public static Underlay star(Testbed bed, int peers) {
    Host bridge = bed.host("switch");
    bridge.ip("link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    bridge.ip("link", "set", "br0", "up");
    List<Host> nodes = new ArrayList<>();
    for (int i = 0; i <= peers; i++) {
      Host node = bed.host(i == 0 ? "hub" : "peer" + i);
      bed.cable(node, "eth0", bridge, "port" + i);
      bridge.ip("link", "set", "port" + i, "master", "br0");
      nodes.add(node);
    }
    return new Underlay(bed, nodes).addressed();
  }

  private Underlay addressed() {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).address("eth0", address(i) + "/24");
    }
    return this;
  }

  /**
   * The portal's host, made when first requested, with an interface of this machine in its network.
   */
  public Host portal() {
    Host existing = portal;
    if (existing != null) {
      return existing;
    }
    Host made = bed.host("portal");
    Foot.attach(FOOT, made, "user0");
    made.address("user0", PORTAL_ADDRESS + "/24");
    for (int i = 0; i < nodes.size(); i++) {
      Host node = nodes.get(i);
      bed.cable(node, "eth1", made, "port" + i);
      made.address("port" + i, TO_PORTAL.formatted(i, 1) + "/24");
      node.address("eth1", TO_PORTAL.formatted(i, 2) + "/24");
      node.ip("route", "add", PORTAL_ADDRESS, "via", TO_PORTAL.formatted(i, 1));
    }
    portal = made;
    return made;
  }

  public Testbed bed() {
    return bed;
  }

  /** Number of nodes, including the hub. */
  public int size() {
    return nodes.size();
  }

  /** A node; 0 is the hub. */
  public Host node(int index) {
    return nodes.get(index);
  }

  /** The address of a node's {@code eth0}. */
  public String address(int index) {
    return NODES + (FIRST_NODE + index);
  }

  /** What a system calls its nodes inside: {@code prefix} and 1 for the hub, 2 for the next. */
  List<String> insideAddresses(String prefix) {
    return IntStream.rangeClosed(1, size()).mapToObj(number -> prefix + number).toList();
  }

  /** A directory for the files of one system. */
  Path folder(String system) {
    return createFolder(bed.directory().resolve(system));
  }

  static Path createFolder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file of a system's configuration. */
  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads such a file, without surrounding white space. */
  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
