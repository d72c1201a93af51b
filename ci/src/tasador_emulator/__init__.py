"""All that is known of the emulated AWS: how it is started, reached and sped up, and what it leaves out.

environment   what the emulator and a function behind it are told by environment variables; scripts, speeds
overrides     what Terraform must be told to work on it
destination   it as a place to release to: started, its account made ready, the deploy role assumed
schedule      the scheduled warm-up, awaited
runtime/      what stands for Lambda around an image; the preview
standin/      the stack of infra/ made with boto3, where Terraform has no provider
"""
