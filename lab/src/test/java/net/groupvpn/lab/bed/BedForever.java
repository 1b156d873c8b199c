package net.groupvpn.lab.bed;

import java.util.List;

/** A JVM that makes a bed and waits to be killed. */
final class BedForever {
  private BedForever() {}

  public static void main(String[] args) {
    try (Testbed bed = new Testbed("inner")) {
      Host host = bed.host("a");
      HostProcess sleeper = host.start("sleep", List.of("sleep", "600"));
      System.out.println("ready " + host.namespace());
      sleeper.awaitExit(600);
    }
  }
}
