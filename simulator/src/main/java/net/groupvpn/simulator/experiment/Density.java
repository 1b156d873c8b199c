package net.groupvpn.simulator.experiment;

import java.util.List;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.link.SiblingList;

/** Experiment options for the number of links that nodes keep. */
public final class Density {
  private static final LinkDensity STANDARD = LinkDensity.STANDARD;
  private static final String AWARE = "latency";
  private static final String BLIND = "blind";
  private static final int MOST_FEW_LINKS = 1_000;

  private Density() {}

  /** The options. */
  public static List<ExperimentOption> options() {
    return List.of(
        new ExperimentOption(
            "siblings",
            "" + STANDARD.siblings(),
            "closest nodes that each node links with, 1 to 8"),
        new ExperimentOption(
            "per-bucket", "" + STANDARD.perBucket(), "links kept per distance bucket, 1 to 16"),
        new ExperimentOption(
            "choice", AWARE, "which links a bucket prefers: by latency, or blind (first come)"),
        new ExperimentOption(
            "few-links",
            "auto",
            "links that a node keeps without a reason; auto: 16 as real nodes do, but 0 if siblings,"
                + " per-bucket or choice are not theirs"));
  }

  /** The density that the options specify. */
  public static LinkDensity of(Options options) throws ExperimentException {
    int siblings = options.whole("siblings", 1, SiblingList.SIBLINGS);
    int perBucket = options.whole("per-bucket", 1, LinkDensity.MAX_PER_BUCKET);
    boolean aware = options.oneOf("choice", List.of(AWARE, BLIND)).equals(AWARE);
    LinkDensity sparse = new LinkDensity(siblings, perBucket, aware, 0);
    LinkDensity standard = new LinkDensity(siblings, perBucket, aware, STANDARD.fewLinks());
    if (options.text("few-links").equals("auto")) {
      return standard.equals(STANDARD) ? STANDARD : sparse;
    }
    return new LinkDensity(
        siblings, perBucket, aware, options.whole("few-links", 0, MOST_FEW_LINKS));
  }
}
