package net.groupvpn.client.os;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.groupvpn.client.device.LanWay;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.overlay.path.NumericAddress;
import org.jspecify.annotations.Nullable;

/**
 * Looks which way packets would leave without any tunnel; changes nothing. May block for as long as
 * {@link CommandRunner}; thread-safe.
 */
public final class UnderlayLook {
  /** Some address of the Internet, which is sent nothing: a root name server's. */
  private static final String SOMEWHERE4 = "198.41.0.4";

  private static final String SOMEWHERE6 = "2001:503:ba3e::2:30";

  private final CommandRunner runner;
  private final NetDevices devices;
  private final RouteNetworks networks;

  /** {@code networks} reads the machine's own networks. */
  public UnderlayLook(CommandRunner runner, NetDevices devices, RouteNetworks networks) {
    this.runner = runner;
    this.devices = devices;
    this.networks = networks;
  }

  /** A default route. */
  private record Default(String device, @Nullable InetAddress gateway, long metric) {}

  /**
   * As it is now.
   *
   * @param tunnels the network cards of groups
   */
  public UplinkNetworks look(Set<String> tunnels) throws IOException {
    List<NetDevice> cards = devices.list();
    return new UplinkNetworks(
        way(Family.IPV4, SOMEWHERE4, tunnels, cards),
        way(Family.IPV6, SOMEWHERE6, tunnels, cards),
        networks.read(tunnels),
        Set.of());
  }

  /** The addresses of the network card of a way; none for none. */
  public Set<InetAddress> addressesOf(@Nullable LanWay way) throws IOException {
    return devices.list().stream()
        .filter(card -> way != null && card.index() == way.index())
        .flatMap(card -> card.addresses().stream())
        .map(NetDevice.Address::address)
        .collect(Collectors.toSet());
  }

  private @Nullable LanWay way(
      Family family, String somewhere, Set<String> tunnels, List<NetDevice> cards)
      throws IOException {
    Default best =
        defaults(family).stream()
            .filter(each -> !tunnels.contains(each.device()))
            .min(Comparator.comparingLong(Default::metric))
            .orElse(null);
    if (best == null) {
      return null;
    }
    String device = best.device();
    CommandRunner.Result chosen =
        runner.run(List.of("ip", family.option(), "route", "get", somewhere, "oif", device));
    InetAddress source = address(after("src", tokens(chosen.output())));
    NetDevice card =
        cards.stream().filter(each -> each.name().equals(device)).findAny().orElse(null);
    return chosen.exitCode() != 0 || source == null || card == null
        ? null
        : new LanWay(device, card.index(), card.mtuBytes(), best.gateway(), source);
  }

  /** A route with several next hops has a line for each, without a metric. */
  private List<Default> defaults(Family family) throws IOException {
    CommandRunner.Result shown =
        runner.run(List.of("ip", family.option(), "route", "show", "default"));
    List<Default> found = new ArrayList<>();
    long metric = 0;
    for (String line :
        shown.exitCode() == 0 ? shown.output().lines().toList() : List.<String>of()) {
      List<String> tokens = tokens(line);
      if (tokens.get(0).equals("default")) {
        String text = after("metric", tokens);
        metric = text == null ? 0 : Long.parseLong(text);
      }
      String device = after("dev", tokens);
      boolean isDead = tokens.contains("dead") || tokens.contains("linkdown");
      if (device != null && !isDead) {
        found.add(new Default(device, address(after("via", tokens)), metric));
      }
    }
    return found;
  }

  private static List<String> tokens(String line) {
    return Arrays.asList(line.strip().split("\\s+", -1));
  }

  private static @Nullable String after(String word, List<String> tokens) {
    int at = tokens.indexOf(word);
    return at < 0 || at + 1 >= tokens.size() ? null : tokens.get(at + 1);
  }

  private static @Nullable InetAddress address(@Nullable String text) {
    return text == null ? null : NumericAddress.parse(text);
  }
}
