package net.groupvpn.lab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.lab.vpn.VpnSystem;

/** The samples of all systems so far. */
final class Results {
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

  Results(List<VpnSystem> systems) {
    systems.forEach(system -> add(system.name(), system.version()));
  }

  /** For systems with these names and versions. */
  Results(Map<String, String> versions) {
    versions.forEach(this::add);
  }

  private void add(String system, String version) {
    versions.put(system, version);
    samples.put(system, new ArrayList<>());
  }

  void add(String system, Sample sample) {
    of(system).add(sample);
  }

  List<String> systems() {
    return List.copyOf(versions.keySet());
  }

  String version(String system) {
    return versions.getOrDefault(system, "");
  }

  MetricValues cell(String system, Metric metric) {
    List<Double> values = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Sample sample : of(system)) {
      Double value = sample.values().get(metric);
      String failure = sample.failures().get(metric);
      if (value != null) {
        values.add(value);
      } else if (failure != null) {
        failures.add(failure);
      }
    }
    return new MetricValues(values, failures);
  }

  private List<Sample> of(String system) {
    List<Sample> found = samples.get(system);
    if (found == null) {
      throw new IllegalArgumentException("no system " + system + " among " + samples.keySet());
    }
    return found;
  }
}
