package net.groupvpn.simulator.crawl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.survey.CrawlReport;
import net.groupvpn.overlay.survey.NodeCheck;
import net.groupvpn.overlay.survey.NodeCheck.State;
import net.groupvpn.overlay.survey.Survey;
import net.groupvpn.simulator.experiment.Density;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.ExperimentOption;
import net.groupvpn.simulator.experiment.PlotLine;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;

/**
 * Some nodes die; soon afterwards one node crawls the overlay, which repairs itself in the
 * meantime.
 */
public final class CrawlExperiment implements Experiment {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final double MOST_KILLED = 0.5;
  private static final int MOST_SECONDS = 3_600;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Stateless. */
  public CrawlExperiment() {}

  @Override
  public String name() {
    return "crawl";
  }

  @Override
  public String description() {
    return "A crawl's findings about nodes' views of their siblings, compared with the truth.";
  }

  @Override
  public List<ExperimentOption> options() {
    List<ExperimentOption> options = new ArrayList<>(Density.options());
    options.add(new ExperimentOption("killed", "0.05", "share of the nodes that die before it"));
    options.add(new ExperimentOption("wait", "0", "seconds between that and the crawl"));
    return options;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "running",
        "crawl_s",
        "questions",
        "heard",
        "found_wrong",
        "wrong_before",
        "wrong_after",
        "missed",
        "false_alarms");
  }

  @Override
  public List<PlotLine> plot() {
    return List.of(
        PlotLine.column("crawl s", 1, false),
        PlotLine.column("questions", 2, false),
        PlotLine.column("found wrong", 4, true),
        PlotLine.column("wrong before", 5, true),
        PlotLine.column("wrong after", 6, true),
        PlotLine.column("missed", 7, true),
        PlotLine.column("false alarms", 8, true));
  }

  @Override
  public List<double[]> run(RunContext context) throws ExperimentException {
    LinkDensity density = Density.of(context.options());
    double killed = context.options().number("killed", 0, MOST_KILLED);
    int wait = context.options().whole("wait", 0, MOST_SECONDS);
    World world =
        new World(
            WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites())
                .with(density),
            context.meter());
    Map<SimulatedMachine, Survey> surveys = new HashMap<>();
    for (SimulatedMachine machine : world.machines()) {
      machine.observe(
          (itself, node) -> surveys.put(itself, node.diagnostics().enableSurvey("model")));
    }
    world.startAll(BETWEEN_STARTS);
    world.runUntilJoined(PATIENCE);
    world.runFor(SETTLING);
    int alive = Math.max(World.SEEDS, context.size() - (int) (killed * context.size()));
    world
        .machines()
        .subList(Math.min(alive, context.size()), context.size())
        .forEach(SimulatedMachine::kill);
    world.runFor(Duration.ofSeconds(wait));
    Truth before = Truth.of(world, density.siblings());
    SimulatedMachine crawler = world.machines().get(0);
    CrawlReport report = crawl(world, crawler, Objects.requireNonNull(surveys.get(crawler)));
    return List.of(row(report, before, Truth.of(world, density.siblings())));
  }

  private static CrawlReport crawl(World world, SimulatedMachine crawler, Survey survey)
      throws ExperimentException {
    List<CrawlReport> result = new ArrayList<>();
    crawler.command(() -> survey.crawl(result::add));
    if (!world.kernel().runUntil(() -> !result.isEmpty(), LONGEST)) {
      throw new ExperimentException("the crawl did not end in " + LONGEST);
    }
    return result.get(0);
  }

  /** Views change during the crawl: only findings about unchanged views can be mistakes. */
  private static double[] row(CrawlReport report, Truth before, Truth after) {
    List<NodeCheck> running =
        report.nodes().stream().filter(check -> after.running().contains(check.node())).toList();
    return new double[] {
      after.running().size(),
      report.tookNanos() / NANOS_PER_SECOND,
      report.questions(),
      count(running, check -> check.state() != State.SILENT),
      count(running, check -> check.state() == State.WRONG),
      before.wrong().size(),
      after.wrong().size(),
      count(
          running,
          check ->
              check.state() == State.RIGHT
                  && before.wrong().contains(check.node())
                  && after.wrong().contains(check.node())),
      count(
          running,
          check ->
              check.state() == State.WRONG
                  && !before.wrong().contains(check.node())
                  && !after.wrong().contains(check.node()))
    };
  }

  private static double count(List<NodeCheck> checks, Predicate<NodeCheck> matching) {
    return checks.stream().filter(matching).count();
  }
}
