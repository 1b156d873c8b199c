package net.groupvpn.lab.vpn;

import java.util.List;
import java.util.stream.IntStream;
import net.groupvpn.lab.bed.Commands;

/** No tunnel at all: the capacity of the cable itself. */
final class BareLink implements VpnSystem {
  @Override
  public String name() {
    return "bare";
  }

  @Override
  public String version() {
    return "Linux " + Commands.run(List.of("uname", "-r")).strip();
  }

  @Override
  public boolean servesMany() {
    return true;
  }

  @Override
  public Installation install(Underlay net) {
    List<String> addresses = IntStream.range(0, net.size()).mapToObj(net::address).toList();
    return running -> running.addresses(addresses);
  }
}
