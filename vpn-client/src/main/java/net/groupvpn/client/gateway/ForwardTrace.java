package net.groupvpn.client.gateway;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code nft monitor trace} says of a gateway's test of itself: which chain has dropped
 * it. Any chain at the hook may, whatever others accept: of ufw, firewalld, docker or a person's
 * own. Pure.
 */
public final class ForwardTrace {
  private static final Pattern DROP =
      Pattern.compile(
          "trace id \\S+ (\\S+ \\S+) (\\S+) (?:(policy drop)|rule (.*) \\(verdict drop\\))\\s*");

  /**
   * Where a packet ended.
   *
   * @param table family and name, such as {@code inet filter}
   * @param rule the rule that dropped it; {@code policy drop} if none decided
   */
  public record Drop(String table, String chain, String rule) {
    @Override
    public String toString() {
      return "table %s chain %s (%s)".formatted(table, chain, rule);
    }

    /** What makes the chain's owner let members' packets through, one command a line. */
    public List<String> advice(String device) {
      if (chain.startsWith("ufw") || table.contains("ufw")) {
        return List.of("ufw route allow in on " + device, "ufw route allow out on " + device);
      }
      if (table.contains("firewalld")) {
        return List.of(
            "firewall-cmd --permanent --zone=trusted --add-interface=" + device,
            "firewall-cmd --reload");
      }
      if (chain.startsWith("DOCKER") || (table.equals("ip filter") && chain.equals("FORWARD"))) {
        String chainToAsk =
            "$(iptables -nL DOCKER-USER >/dev/null 2>&1 && echo DOCKER-USER || echo FORWARD)";
        return List.of(
            "iptables -I %s -i %s -j ACCEPT".formatted(chainToAsk, device),
            "iptables -I %s -o %s -j ACCEPT".formatted(chainToAsk, device));
      }
      return List.of(
          "nft insert rule %s %s iifname \"%s\" accept".formatted(table, chain, device),
          "nft insert rule %s %s oifname \"%s\" accept".formatted(table, chain, device));
    }
  }

  private ForwardTrace() {}

  /** The last drop in the trace, if there is one. */
  static Optional<Drop> drop(String trace) {
    Drop last = null;
    for (String line : trace.split("\n", -1)) {
      Matcher matcher = DROP.matcher(line);
      if (matcher.matches()) {
        String rule = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
        last = new Drop(matcher.group(1), matcher.group(2), rule);
      }
    }
    return Optional.ofNullable(last);
  }
}
