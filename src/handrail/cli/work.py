import click

from handrail.demo.day import live_on_the_demo_day
from handrail.notices.loop import Loop


@click.command(name="work")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def verb(once: bool) -> None:
    """Run the work loop: messages that are due, and tidying. “handrail serve” runs it too."""
    live_on_the_demo_day()
    loop = Loop()
    if once:
        done = loop.turn()
        click.echo(f"{done} done.", err=True)
        return
    loop.run()
