package net.groupvpn.client.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.SystemChange.DefaultOfTable;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.SystemChange.RouteOfMain;
import net.groupvpn.client.os.SystemChange.Rule;
import net.groupvpn.client.os.SystemChange.Sysctl;
import net.groupvpn.client.resolver.ResolverChange;
import net.groupvpn.client.resolver.ResolverKind;
import net.groupvpn.client.resolver.ResolverPlan;
import net.groupvpn.overlay.path.NumericAddress;
import org.jspecify.annotations.Nullable;

/**
 * Changes as the journal keeps them: a word for the kind, and values in the order below. What need
 * not be known to take a change back is left out: two that differ in that alone have the same text.
 *
 * @param kind of change
 * @param of its values
 */
record ChangeText(String kind, List<String> of) {
  private static final String NONE = "-";
  private static final String KILL_SWITCH = "kill-switch";
  private static final String RESOLVER = "resolver";

  /** Writes one. */
  static ChangeText of(Change change) {
    if (change instanceof DeviceChange device) {
      return ofDevice(device);
    } else if (change instanceof Rule rule) {
      Rule.@Nullable Mark mark = rule.mark();
      return text(
          "rule",
          rule.family(),
          rule.priority(),
          mark == null ? NONE : "0x%08x".formatted(mark.value()),
          mark == null ? NONE : "0x%08x".formatted(mark.mask()),
          mark == null ? NONE : mark.isInverted(),
          rule.table(),
          rule.noDefault());
    } else if (change instanceof DefaultOfTable route) {
      DefaultOfTable.@Nullable Way way = route.way();
      return text(
          "default-of-table",
          route.family(),
          route.table(),
          route.device(),
          way == null ? NONE : way.gateway().getHostAddress(),
          way == null ? NONE : way.source().getHostAddress());
    } else if (change instanceof RouteOfMain route) {
      InetAddress via = route.via();
      InetAddress source = route.source();
      return text(
          "route-of-main",
          route.to(),
          route.device(),
          via == null ? NONE : via.getHostAddress(),
          source == null ? NONE : source.getHostAddress());
    } else if (change instanceof Sysctl sysctl) {
      return text("sysctl", sysctl.name(), sysctl.value());
    } else if (change instanceof NftTable table) {
      return text(table.isKillSwitch() ? KILL_SWITCH : "nft-table", table.name());
    } else if (change instanceof ResolverChange names) {
      ResolverPlan plan = names.plan();
      List<String> values = new ArrayList<>();
      values.addAll(List.of(names.manager().name(), plan.device(), plan.server(), plan.suffix()));
      values.add(Boolean.toString(plan.all()));
      values.addAll(plan.reverseZones());
      return new ChangeText(RESOLVER, values);
    }
    throw new IllegalArgumentException("no way to write down " + change);
  }

  private static ChangeText ofDevice(DeviceChange change) {
    String device = change.device();
    if (change instanceof DeviceChange.Alias alias) {
      return text("alias", device, alias.text());
    } else if (change instanceof DeviceChange.Up up) {
      return text("up", device, up.mtuBytes());
    } else if (change instanceof DeviceChange.Address address) {
      return text("address", device, address.address());
    } else if (change instanceof DeviceChange.RouteOfAddress route) {
      return text("route-of-address", device, route.address());
    }
    throw new IllegalArgumentException("no way to write down " + change);
  }

  private static ChangeText text(String kind, Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(value.toString());
    }
    return new ChangeText(kind, texts);
  }

  /** Whether it protects the user beyond the client's own end. */
  boolean isKillSwitch() {
    return kind.equals(KILL_SWITCH);
  }

  /** Whether it is in a file, and so outlives a restart of the machine. */
  boolean outlivesRestart() {
    return kind.equals(RESOLVER);
  }

  /**
   * Reads one.
   *
   * @throws IOException if it is none; the message says what is wrong
   */
  Change toChange() throws IOException {
    try {
      return switch (kind) {
        case "alias" -> new DeviceChange.Alias(at(0), at(1));
        case "up" -> new DeviceChange.Up(at(0), Integer.parseInt(at(1)));
        case "address" -> new DeviceChange.Address(at(0), prefix(at(1)));
        case "route-of-address" -> new DeviceChange.RouteOfAddress(at(0), prefix(at(1)));
        case "rule" -> rule();
        case "default-of-table" ->
            new DefaultOfTable(Family.valueOf(at(0)), Integer.parseInt(at(1)), at(2), way());
        case "route-of-main" ->
            new RouteOfMain(prefix(at(0)), at(1), addressOrNone(at(2)), addressOrNone(at(3)));
        case "sysctl" -> new Sysctl(at(0), at(1));
        case "nft-table" -> new NftTable(at(0), "", false);
        case KILL_SWITCH -> new NftTable(at(0), "", true);
        case RESOLVER ->
            new ResolverChange(
                ResolverKind.valueOf(at(0)),
                new ResolverPlan(
                    at(1), at(2), at(3), of.subList(5, of.size()), Boolean.parseBoolean(at(4))));
        default -> throw new IOException("a change of an unknown kind: " + kind);
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("%s makes no sense: %s".formatted(this, e.getMessage()), e);
    }
  }

  private Rule rule() {
    Rule.@Nullable Mark mark =
        at(2).equals(NONE)
            ? null
            : new Rule.Mark(
                Long.decode(at(2)).intValue(),
                Long.decode(at(3)).intValue(),
                Boolean.parseBoolean(at(4)));
    return new Rule(
        Family.valueOf(at(0)),
        Integer.parseInt(at(1)),
        mark,
        Integer.parseInt(at(5)),
        Boolean.parseBoolean(at(6)));
  }

  private DefaultOfTable.@Nullable Way way() throws IOException {
    return at(3).equals(NONE) ? null : new DefaultOfTable.Way(address(at(3)), address(at(4)));
  }

  private static @Nullable InetAddress addressOrNone(String text) throws IOException {
    return text.equals(NONE) ? null : address(text);
  }

  private static AddressPrefix prefix(String text) throws IOException {
    int slash = text.indexOf('/');
    return new AddressPrefix(
        address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  private static InetAddress address(String text) throws IOException {
    @Nullable InetAddress address = NumericAddress.parse(text);
    if (address == null) {
      throw new IOException("no address: " + text);
    }
    return address;
  }

  private String at(int index) {
    return of.get(index);
  }

  @Override
  public String toString() {
    return kind + " " + String.join(" ", of);
  }
}
